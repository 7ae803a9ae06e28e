-- One row per problem: the smallest area and platform it counts in, once. Its parcel's on the day it was found; without
-- a parcel (or town of it) the town the register tells, else the enterprise's in that year.
with years as (
    select
        min(year_number) as first_year,
        max(year_number) as last_year
    from {{ ref('dim_month') }}
),

place as (
    select
        issue.issue_id,
        max(case when leaf.leaf_kind = 'area' then leaf.leaf_code end) as area_code,
        max(case when leaf.leaf_kind = 'platform' then leaf.leaf_code end) as platform_id
    from {{ ref('fct_issue') }} as issue
    inner join {{ ref('int_parcel_leaf') }} as leaf
        on {{ in_scope_on('issue', 'leaf', 'issue.found_date') }} and leaf.is_main
    where issue.region_code = leaf.region_code
    group by issue.issue_id
)

select
    issue.issue_id,
    issue.region_code,
    issue.county_code,
    coalesce(
        case when parcel_town.town_code is not null then place.area_code end,
        stated.town_code,
        firm.area_code,
        place.area_code,
        issue.county_code,
        issue.region_code
    ) as area_code,
    coalesce(place.platform_id, firm.platform_id, 'NO_PLATFORM') as platform_id
from {{ ref('fct_issue') }} as issue
cross join years
left join place on issue.issue_id = place.issue_id
left join {{ ref('int_town_name') }} as parcel_town on place.area_code = parcel_town.town_code
left join {{ ref('int_town_name') }} as stated
    on
        issue.region_code = stated.region_code
        and issue.town_name = stated.town_name
        and (stated.bearers = 1 or issue.county_code = stated.county_code)
left join {{ ref('int_enterprise_leaf') }} as firm
    on
        issue.enterprise_id = firm.enterprise_id
        and issue.region_code = firm.region_code
        and least(greatest(cast(year(issue.found_date) as integer), years.first_year), years.last_year)
        = firm.year_number
