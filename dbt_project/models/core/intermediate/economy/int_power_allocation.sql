-- One row per parcel, enterprise and month: power used, on the parcel of the meter, else shared by used land in the
-- same area; what finds no land stays at NO_PARCEL. Power of meters nobody is known for is at NO_ENTERPRISE.
with
shared_power_area_month as not materialized (select * from {{ ref('shared_power_area_month') }}),

amounts as (
    select
        enterprise_id,
        area_code,
        month_start,
        power_kwh
    from shared_power_area_month
    where parcel_id = 'NO_PARCEL' and enterprise_id <> 'NO_ENTERPRISE'
),

{{ allocation_ctes(
    'amounts', ref('int_land_weight_month'), ['enterprise_id', 'area_code', 'month_start'], {'power_kwh': 4}
) }}

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(sum(power_kwh) as decimal(18, 4)) as power_kwh
from (
    select
        parcel_id,
        enterprise_id,
        month_start,
        power_kwh
    from allocated
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        power_kwh
    from shared_power_area_month
    where parcel_id <> 'NO_PARCEL' or enterprise_id = 'NO_ENTERPRISE'
) as part
group by parcel_id, enterprise_id, month_start
