-- One row per parcel that was split, merged, re-coded or reduced: what the last register before the change said of it;
-- where none did, its parts say it: their land together, their holder where it is one.
with
stg_land__parcel_register as (select * from {{ ref('stg_land__parcel_register') }}),
int_parcel_span as not materialized (select * from {{ ref('int_parcel_span') }}),
int_parcel_lineage as (select * from {{ ref('int_parcel_lineage') }}),
shared_parcel_register as not materialized (select * from {{ ref('shared_parcel_register') }}),

listed as (
    select
        register.*,
        row_number() over (
            partition by register.parcel_id
            order by {{ newest_first('register') }}
        ) as place
    from stg_land__parcel_register as register
    inner join int_parcel_span as span on register.parcel_id = span.parcel_id
    where register.period_end < span.change_date
),

part as (
    select
        lineage.parent_parcel_id as parcel_id,
        child.enterprise_id,
        child.supply_date,
        child.land_area_sqm,
        child.floor_area_sqm
    from int_parcel_lineage as lineage
    left join shared_parcel_register as child on lineage.child_parcel_id = child.parcel_id
    where lineage.parent_count = 1
    union all
    -- What is left of a parcel that a part was cut off from is a part too.
    select
        span.parcel_id,
        rest.enterprise_id,
        rest.supply_date,
        rest.land_area_sqm,
        rest.floor_area_sqm
    from int_parcel_span as span
    inner join shared_parcel_register as rest on span.parcel_id = rest.parcel_id
    where span.is_reduced
),

whole as (
    select
        parcel_id,
        case when min(enterprise_id) = max(enterprise_id) then min(enterprise_id) end as enterprise_id,
        min(supply_date) as supply_date,
        case when count(land_area_sqm) = count(*) then cast(sum(land_area_sqm) as decimal(18, 4)) end as land_area_sqm,
        case when count(floor_area_sqm) = count(*) then cast(sum(floor_area_sqm) as decimal(18, 4)) end
            as floor_area_sqm
    from part
    group by parcel_id
)

select
    span.parcel_id,
    listed.parcel_id is not null as is_listed,
    case
        when listed.parcel_id is not null then listed.enterprise_id
        else coalesce(whole.enterprise_id, 'NO_ENTERPRISE')
    end as enterprise_id,
    case when listed.parcel_id is not null then listed.supply_date else whole.supply_date end as supply_date,
    coalesce(listed.land_area_sqm, whole.land_area_sqm) as land_area_sqm,
    coalesce(listed.floor_area_sqm, whole.floor_area_sqm) as floor_area_sqm,
    listed.floor_area_ratio,
    listed.land_status,
    listed.county_code
from int_parcel_span as span
left join listed on span.parcel_id = listed.parcel_id and listed.place = 1
left join whole on span.parcel_id = whole.parcel_id
where span.change_date is not null
