-- One row per parcel and town it lies in (county or region where the town is not known): the share of its land.
-- Shares of a parcel add up to 1; areas and taxes follow them, counts go to the largest.
select
    parcel.parcel_id,
    coalesce(town.town_code, parcel.area_code) as area_code,
    case
        when town.town_code is not null then 'town'
        when parcel.county_code is not null or parcel.area_code <> parcel.region_code then 'county'
        else 'region'
    end as area_level,
    dim.valid_from_date,
    dim.valid_to_date,
    cast(coalesce(town.millionths, 1000000) * 0.000001 as decimal(9, 6)) as area_share,
    row_number() over (
        partition by parcel.parcel_id order by town.millionths desc, town.town_code asc
    ) = 1 as is_main,
    coalesce(town.method, 'county') as method,
    parcel.region_code
from {{ ref('shared_parcel') }} as parcel
inner join {{ ref('dim_parcel') }} as dim on parcel.parcel_id = dim.parcel_id
left join {{ ref('int_parcel_town') }} as town on parcel.parcel_id = town.parcel_id
