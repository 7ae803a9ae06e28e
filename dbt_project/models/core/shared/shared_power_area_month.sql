-- One row per enterprise, area (county or region), month and parcel the meter lies on (NO_PARCEL: not told): its power.
-- A meter that several firms share has a row for each with its part; one mapped to nobody is its holder's (户名).
-- Of several batches that tell the same meter, firm and month the newest counts.
with
stg_utility__power as (select * from {{ ref('stg_utility__power') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
ref_division as (select * from {{ ref('ref_division') }}),

mapped as (
    select
        *,
        case
            when enterprise_uscc is null and enterprise_name is null then holder_enterprise_id
            else enterprise_id
        end as user_id,
        cast(date_trunc('month', period_start) as date) as month_start
    from stg_utility__power
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by meter_no, user_id, region_code, month_start order by received_at desc, batch_id desc
        ) as batch_place
    from mapped
),

placed as (
    select
        power.user_id as enterprise_id,
        coalesce(
            power.county_code,
            case when power.region_code in (home.parent_code, home.division_code) then home.division_code end,
            power.region_code
        ) as area_code,
        power.month_start,
        coalesce(alias.valid_parcel_id, 'NO_PARCEL') as parcel_id,
        power.power_kwh
    from ranked as power
    left join int_parcel_alias as alias
        on
            power.parcel_id = alias.parcel_id
            and last_day(power.month_start) between alias.valid_from_date and alias.valid_to_date
    left join dim_enterprise as enterprise on power.user_id = enterprise.enterprise_id
    left join ref_division as home on enterprise.county_code = home.division_code
    where power.batch_place = 1
)

select
    enterprise_id,
    area_code,
    month_start,
    parcel_id,
    cast(sum(power_kwh) as decimal(18, 4)) as power_kwh
from placed
group by enterprise_id, area_code, month_start, parcel_id
