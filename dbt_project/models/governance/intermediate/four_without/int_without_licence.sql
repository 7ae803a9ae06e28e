-- One row per operating enterprise, region whose plan sets 四无, and month: 无证无照 (docs/readings.md 4). Yes where the
-- registry shows no valid registration by code, as 92 or as a branch; a code of another county's registry is registered
-- elsewhere; without a valid code, or with an incomplete registry, it is unknown.
with division as (
    select
        division_code as region_code,
        division_code
    from {{ ref('ref_division') }}
    union
    select
        parent_code,
        division_code
    from {{ ref('ref_division') }}
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
    from {{ ref('int_operating_month') }} as operating
    inner join {{ ref('dim_enterprise') }} as enterprise on operating.enterprise_id = enterprise.enterprise_id
    left join {{ ref('int_registry_span') }} as span
        on
            operating.enterprise_id = span.enterprise_id
            and operating.month_end between span.valid_from_date and span.valid_to_date
    left join {{ ref('shared_policy_parameter') }} as parameter
        on
            operating.region_code = parameter.region_code
            and operating.month_start = parameter.month_start
            and parameter.parameter_code = 'valid_registration_status'
    left join {{ ref('int_registered_otherwise') }} as otherwise on operating.enterprise_id = otherwise.enterprise_id
    left join division
        on operating.region_code = division.region_code and substr(enterprise.uscc, 3, 6) = division.division_code
    left join {{ ref('int_snapshot_complete') }} as registry
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
