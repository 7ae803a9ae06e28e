-- One row per parcel and town it lies in (county or region where the town is not known): the share of its land.
-- Shares of a parcel add up to 1; areas and taxes follow them, counts go to the largest.
with
newest_governance__survey as ({{ latest_rows(ref('stg_governance__survey')) }}),
ref_division as not materialized (select * from {{ ref('ref_division') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
parcel_share as (select * from {{ source('lake', 'parcel_share') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),

town as (
    select
        town.division_code as town_code,
        town.division_zh as town_name,
        county.division_code as county_code,
        case when county.scope_kind = 'county' then county.parent_code else county.division_code end as region_code
    from ref_division as town
    inner join ref_division as county on town.parent_code = county.division_code
    where town.division_level = 'town'
),

-- A name borne by towns of two counties of a city is known with its county only.
named as (
    select
        region_code,
        town_name,
        county_code,
        town_code,
        count(*) over (partition by region_code, town_name) as bearers
    from town
),

surveyed as (
    select
        survey.parcel_id,
        named.town_code,
        sum(survey.land_area_sqm) as land_sqm
    from newest_governance__survey as survey
    inner join named
        on
            survey.region_code = named.region_code
            and survey.town_name = named.town_name
            and (named.bearers = 1 or survey.county_code = named.county_code)
    where survey.parcel_id <> 'NO_PARCEL' and survey.land_area_sqm > 0
    group by survey.parcel_id, named.town_code
),

across as (
    select
        parcel_id,
        town_code,
        cast(cast(land_sqm as decimal(28, 4)) * 10000 as bigint) as weight,
        sum(cast(cast(land_sqm as decimal(28, 4)) * 10000 as bigint)) over (partition by parcel_id) as total
    from surveyed
    qualify count(*) over (partition by parcel_id) > 1
),

registered as (
    select
        register.parcel_id,
        named.town_code
    from shared_parcel_register as register
    inner join named
        on
            register.region_code = named.region_code
            and register.town_name = named.town_name
            and (named.bearers = 1 or register.county_code = named.county_code)
    left join across on register.parcel_id = across.parcel_id
    where across.parcel_id is null
),

drawn as (
    select
        share.parcel_id,
        share.area_code as town_code,
        share.millionths as weight,
        sum(share.millionths) over (partition by share.parcel_id) as total
    from parcel_share as share
    inner join town on share.area_code = town.town_code
    left join across on share.parcel_id = across.parcel_id
    left join registered on share.parcel_id = registered.parcel_id
    where share.area_kind = 'town' and across.parcel_id is null and registered.parcel_id is null
),

-- One row per parcel and town it lies in: its share of the land in millionths, and on what evidence. Towns that survey
-- apart and both tell a parcel share it by the areas they tell; else the register's town; else towns' polygons.
parcel_town as (
    select
        parcel_id,
        town_code,
        {{ millionths('weight', 'total', 'parcel_id', 'town_code') }} as millionths,
        'survey' as method
    from across
    union all
    select
        parcel_id,
        town_code,
        1000000,
        'register'
    from registered
    union all
    select
        parcel_id,
        town_code,
        {{ millionths('weight', 'total', 'parcel_id', 'town_code') }},
        'polygon'
    from drawn
)

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
from shared_parcel as parcel
inner join dim_parcel as dim on parcel.parcel_id = dim.parcel_id
left join parcel_town as town on parcel.parcel_id = town.parcel_id
