-- One row per region and town of it, with the county it belongs to and how many towns of the region bear its name: a
-- name borne by towns of two counties tells a town only together with the county.
with
ref_division as not materialized (select * from {{ ref('ref_division') }})

select
    case when county.scope_kind = 'county' then county.parent_code else county.division_code end as region_code,
    town.division_zh as town_name,
    county.division_code as county_code,
    town.division_code as town_code,
    count(*) over (
        partition by
            case when county.scope_kind = 'county' then county.parent_code else county.division_code end,
            town.division_zh
    ) as bearers
from ref_division as town
inner join ref_division as county on town.parent_code = county.division_code
where town.division_level = 'town'
