-- One row per enterprise or parcel, region and source that shows it at work in the months before the newest month's
-- end (parameter operation_months), with the newest reference. Enterprises of an industry that is not in the catalogue
-- of industries (排污许可名录) are no industrial ones and left out; of an unknown industry they stay. A parcel is its own
-- region's, also where a neighbour's department saw it.
with
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_seen_row as (select * from {{ ref('int_seen_row') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_permit_obligation as (select * from {{ ref('int_permit_obligation') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),

span as (
    select
        parameter.region_code,
        newest.month_end as status_date,
        cast(newest.month_start - cast(parameter.number_value - 1 as integer) * interval 1 month as date) as from_date
    from shared_policy_parameter as parameter
    inner join (
        select
            max(month_start) as month_start,
            max(month_end) as month_end
        from dim_month
    ) as newest on parameter.month_start = newest.month_start
    where parameter.parameter_code = 'operation_months'
),

recent as (
    select
        seen.*,
        span.status_date
    from int_seen_row as seen
    inner join span
        on
            seen.region_code = span.region_code
            and seen.from_date <= span.status_date
            and seen.to_date >= span.from_date
),

industrial as (
    select enterprise.enterprise_id
    from dim_enterprise as enterprise
    left join (select distinct industry_code from int_permit_obligation) as obligation
        on enterprise.industry_code = obligation.industry_code
    where enterprise.industry_code is null or obligation.industry_code is not null
)

select
    'enterprise' as entity_kind,
    recent.enterprise_id as entity_id,
    recent.region_code,
    recent.status_date,
    recent.source,
    max(recent.reference) as reference,
    min(recent.town_name) as town_name
from recent
inner join industrial on recent.enterprise_id = industrial.enterprise_id
where recent.enterprise_id <> 'NO_ENTERPRISE'
group by recent.enterprise_id, recent.region_code, recent.status_date, recent.source
union all
select
    'parcel',
    recent.parcel_id,
    parcel.region_code,
    recent.status_date,
    recent.source,
    max(recent.reference),
    min(recent.town_name)
from recent
inner join dim_parcel as parcel on recent.parcel_id = parcel.parcel_id
where recent.parcel_id <> 'NO_PARCEL'
group by recent.parcel_id, parcel.region_code, recent.status_date, recent.source
