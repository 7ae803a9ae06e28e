-- One row per case: the smallest area and platform it counts in, once. Its parcel's on the day of the case; without a
-- parcel (or town of it) the town its list tells, else the enterprise's in that year.
with years as (
    select
        min(year_number) as first_year,
        max(year_number) as last_year
    from {{ ref('dim_month') }}
),

place as (
    select
        src.case_kind,
        src.case_id,
        max(case when leaf.leaf_kind = 'area' then leaf.leaf_code end) as area_code,
        max(case when leaf.leaf_kind = 'platform' then leaf.leaf_code end) as platform_id
    from {{ ref('int_case') }} as src
    inner join {{ ref('int_parcel_leaf') }} as leaf
        on {{ in_scope_on('src', 'leaf', 'src.place_date') }} and leaf.is_main
    where src.region_code = leaf.region_code
    group by src.case_kind, src.case_id
)

select
    src.case_kind,
    src.case_id,
    src.region_code,
    src.county_code,
    coalesce(
        case when parcel_town.town_code is not null then place.area_code end,
        stated.town_code,
        stated_county.town_code,
        firm.area_code,
        place.area_code,
        src.county_code,
        src.region_code
    ) as area_code,
    coalesce(place.platform_id, firm.platform_id, 'NO_PLATFORM') as platform_id
from {{ ref('int_case') }} as src
cross join years
left join place on src.case_kind = place.case_kind and src.case_id = place.case_id
left join {{ ref('int_town_name') }} as parcel_town on place.area_code = parcel_town.town_code
left join {{ ref('int_town_name') }} as stated
    on src.region_code = stated.region_code and src.town_name = stated.town_name and stated.bearers = 1
left join {{ ref('int_town_name') }} as stated_county
    on
        src.region_code = stated_county.region_code
        and src.town_name = stated_county.town_name
        and src.county_code = stated_county.county_code
left join {{ ref('int_enterprise_leaf') }} as firm
    on
        src.enterprise_id = firm.enterprise_id
        and src.region_code = firm.region_code
        and least(greatest(cast(year(src.place_date) as integer), years.first_year), years.last_year)
        = firm.year_number
