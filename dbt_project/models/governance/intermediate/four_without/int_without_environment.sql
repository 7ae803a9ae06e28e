-- One row per operating enterprise, region whose plan sets 四无, and month: 无环保措施 (docs/readings.md 4). Yes where its
-- industry is in the catalogue (排污许可名录) and the complete list shows no permit or 登记 valid then; an exempt industry
-- passes, an unknown one is unknown.
with
int_operating_month as not materialized (select * from {{ ref('int_operating_month') }}),
stg_environment__permit as (select * from {{ ref('stg_environment__permit') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_permit_obligation as (select * from {{ ref('int_permit_obligation') }}),
int_snapshot_complete as (select * from {{ ref('int_snapshot_complete') }}),

permitted as (
    select distinct
        operating.enterprise_id,
        operating.month_start
    from int_operating_month as operating
    inner join stg_environment__permit as permit
        on
            operating.enterprise_id = permit.enterprise_id
            and {{ valid_on('permit', 'operating.month_end') }}
),

joined as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        enterprise.industry_code,
        obligation.permit_kind,
        permitted.enterprise_id is not null as is_permitted,
        coalesce(list.is_complete, false) as is_complete
    from int_operating_month as operating
    inner join dim_enterprise as enterprise on operating.enterprise_id = enterprise.enterprise_id
    left join int_permit_obligation as obligation
        on enterprise.industry_code = obligation.industry_code and {{ in_force('obligation', 'operating.month_end') }}
    left join permitted
        on operating.enterprise_id = permitted.enterprise_id and operating.month_start = permitted.month_start
    left join int_snapshot_complete as list
        on
            list.list_code = 'environment.permit'
            and list.part = ''
            and operating.region_code = list.region_code
            and operating.month_start = list.month_start
)

select
    enterprise_id,
    region_code,
    month_start,
    case
        when is_permitted then 'no'
        when industry_code is null then 'unknown'
        when permit_kind is null then 'no'
        when is_complete then 'yes'
        else 'unknown'
    end as answer,
    case
        when is_permitted then null
        when industry_code is null then '行业代码不明'
        when permit_kind is null then '不属名录行业（' || industry_code || '）'
        when is_complete then '行业' || industry_code || '应办' || permit_kind || '，清单中无有效许可或登记'
        else '排污许可清单未报齐'
    end as evidence
from joined
