-- One row per operating enterprise, region whose plan sets 四无, and month: 无证无照 (docs/readings.md 4). Yes where the
-- registry shows no valid registration by code, as 92 or as a branch; a code of another county's registry is registered
-- elsewhere; without a valid code, or with an incomplete registry, it is unknown.
with
newest_registry__enterprise as ({{ latest_rows(ref('stg_registry__enterprise')) }}),
dim_enterprise as not materialized (select * from {{ ref('dim_enterprise') }}),
dim_enterprise_history as (select * from {{ ref('dim_enterprise_history') }}),
ref_division as not materialized (select * from {{ ref('ref_division') }}),
int_operating_month as (select * from {{ ref('int_operating_month') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
int_snapshot_complete as (select * from {{ ref('int_snapshot_complete') }}),

listed as (
    select distinct
        enterprise_id,
        enterprise_uscc,
        enterprise_name,
        regexp_extract(enterprise_name, '^(.+?公司).+(分公司|分厂|分部|分店)$', 1) as parent_name
    from newest_registry__enterprise
    where registration_status = '存续'
),

otherwise as (
    select
        enterprise_name as name_text,
        enterprise_uscc,
        '个体工商户登记' as kind
    from listed
    where enterprise_uscc like '92%'
    union all
    select
        parent_name,
        enterprise_uscc,
        '分支机构登记'
    from listed
    where parent_name <> ''
),

-- One row per enterprise whose own code is not in the registry but whose name is registered there as 个体工商户 (a code
-- beginning with 92) or whose branch is: not without a licence (docs/readings.md 4).
registered_otherwise as (
    select
        enterprise.enterprise_id,
        max(otherwise.kind || ' ' || otherwise.enterprise_uscc) as evidence
    from dim_enterprise as enterprise
    inner join otherwise on enterprise.enterprise_name = otherwise.name_text
    where not enterprise.is_in_registry
    group by enterprise.enterprise_id
),

-- One row per enterprise and time in which the registry shows it under one status, and whether that is a valid
-- registration; the first status counts from the beginning, for the first list is no founding.
registry_span as (
    select
        history.enterprise_id,
        case
            when row_number() over (partition by history.enterprise_id order by history.valid_from_date) = 1
                then cast('0001-01-01' as date)
            else history.valid_from_date
        end as valid_from_date,
        coalesce(history.valid_to_date, cast('9999-12-31' as date)) as valid_to_date,
        history.registration_status
    from dim_enterprise_history as history
    where history.evidence in ('registry', 'absent')
),

division as (
    select
        division_code as region_code,
        division_code
    from ref_division
    union
    select
        parent_code,
        division_code
    from ref_division
    where parent_code is not null
),

joined as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        enterprise.anchor_kind,
        enterprise.uscc,
        span.registration_status,
        '、' || parameter.text_value || '、' like '%、' || span.registration_status || '、%' as is_valid,
        otherwise.evidence as otherwise_evidence,
        division.division_code is null as is_elsewhere,
        coalesce(registry.is_complete, false) as is_complete
    from int_operating_month as operating
    inner join dim_enterprise as enterprise on operating.enterprise_id = enterprise.enterprise_id
    left join registry_span as span
        on
            operating.enterprise_id = span.enterprise_id
            and operating.month_end between span.valid_from_date and span.valid_to_date
    left join shared_policy_parameter as parameter
        on
            operating.region_code = parameter.region_code
            and operating.month_start = parameter.month_start
            and parameter.parameter_code = 'valid_registration_status'
    left join registered_otherwise as otherwise on operating.enterprise_id = otherwise.enterprise_id
    left join division
        on operating.region_code = division.region_code and substr(enterprise.uscc, 3, 6) = division.division_code
    left join int_snapshot_complete as registry
        on
            registry.list_code = 'registry.enterprise'
            and registry.part = ''
            and operating.region_code = registry.region_code
            and operating.month_start = registry.month_start
)

select
    enterprise_id,
    region_code,
    month_start,
    case
        when is_valid or otherwise_evidence is not null then 'no'
        when registration_status is not null then 'yes'
        when anchor_kind <> 'uscc' then 'unknown'
        when is_elsewhere then 'no'
        when is_complete then 'yes'
        else 'unknown'
    end as answer,
    case
        when is_valid then null
        when otherwise_evidence is not null then otherwise_evidence
        when registration_status is not null then '登记状态：' || registration_status
        when anchor_kind <> 'uscc' then '无有效代码，身份待核'
        when is_elsewhere then '登记在外地（' || substr(uscc, 3, 6) || '）'
        when is_complete then '市场主体登记清单查无有效登记'
        else '市场主体登记清单未报齐'
    end as evidence
from joined
