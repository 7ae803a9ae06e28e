-- One row per enterprise, region it is known in and year: the smallest area and platform it counts in, those with the
-- largest part of the land it used there that year; without land the town it is registered in, and no platform.
with
shared_tax_year as (select * from {{ ref('shared_tax_year') }}),
shared_enterprise_land_year as (select * from {{ ref('shared_enterprise_land_year') }}),
shared_roster_year as (select * from {{ ref('shared_roster_year') }}),
shared_land_year as (select * from {{ ref('shared_land_year') }}),
int_parcel_leaf_year as (select * from {{ ref('int_parcel_leaf_year') }}),
int_town_name as not materialized (select * from {{ ref('int_town_name') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
ref_division as (select * from {{ ref('ref_division') }}),

known as (
    select
        enterprise_id,
        region_code,
        year_number
    from shared_tax_year
    union
    select
        enterprise_id,
        region_code,
        year_number
    from shared_enterprise_land_year
    union
    select
        enterprise_id,
        region_code,
        year_number
    from shared_roster_year
),

used as (
    select
        land.enterprise_id,
        leaf.region_code,
        land.year_number,
        leaf.leaf_kind,
        leaf.leaf_code,
        sum(cast(land.land_sqm_months as decimal(28, 4)) * leaf.area_share) as land_sqm_months
    from shared_land_year as land
    inner join int_parcel_leaf_year as leaf
        on land.parcel_id = leaf.parcel_id and land.year_number = leaf.year_number
    left join int_town_name as town on leaf.leaf_code = town.town_code
    where
        land.enterprise_id <> 'NO_ENTERPRISE'
        and land.land_sqm_months > 0
        and (leaf.leaf_kind = 'platform' or town.town_code is not null)
    group by land.enterprise_id, leaf.region_code, land.year_number, leaf.leaf_kind, leaf.leaf_code
),

largest as (
    select
        enterprise_id,
        region_code,
        year_number,
        max(case when leaf_kind = 'area' then leaf_code end) as area_code,
        max(case when leaf_kind = 'platform' then leaf_code end) as platform_id
    from (
        select *
        from used
        qualify
            row_number() over (
                partition by enterprise_id, region_code, year_number, leaf_kind
                order by land_sqm_months desc, leaf_code asc
            ) = 1
    ) as ranked
    group by enterprise_id, region_code, year_number
),

registered as (
    select
        dim.enterprise_id,
        coalesce(town.region_code, county_town.region_code, division.parent_code, dim.region_code) as region_code,
        coalesce(town.town_code, county_town.town_code, division.division_code) as area_code
    from dim_enterprise as dim
    left join ref_division as division
        on dim.county_code = division.division_code and division.scope_kind = 'county'
    left join int_town_name as town
        on dim.region_code = town.region_code and dim.town_name = town.town_name and town.bearers = 1
    left join int_town_name as county_town
        on
            dim.region_code = county_town.region_code
            and dim.town_name = county_town.town_name
            and dim.county_code = county_town.county_code
)

select
    known.enterprise_id,
    known.region_code,
    known.year_number,
    coalesce(largest.area_code, registered.area_code, known.region_code) as area_code,
    coalesce(largest.platform_id, 'NO_PLATFORM') as platform_id,
    largest.enterprise_id is not null as has_land
from known
left join largest
    on
        known.enterprise_id = largest.enterprise_id
        and known.region_code = largest.region_code
        and known.year_number = largest.year_number
left join registered
    on known.enterprise_id = registered.enterprise_id and known.region_code = registered.region_code
