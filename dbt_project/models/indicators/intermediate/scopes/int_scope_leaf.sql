-- One row per smallest place (area: town, else county, else region; platform: smallest platform) and scope it lies in.
-- Places of a kind share out a parcel without overlap, so a sum over the places of a scope has every parcel once,
-- however platforms nest. A phase holds what the plan in force on the business date puts into it, from entry_date on;
-- figures of earlier periods are those of the same places, so that a base year has a figure.
with
batches as (select * from {{ source('lake', 'batches') }}),
ref_division as (select * from {{ ref('ref_division') }}),
int_town_name as (select * from {{ ref('int_town_name') }}),
bridge_parcel_region as (select * from {{ ref('bridge_parcel_region') }}),
shared_platform_tree as (select * from {{ ref('shared_platform_tree') }}),
dim_platform as not materialized (select * from {{ ref('dim_platform') }}),
int_phase_leaf as (select * from {{ ref('int_phase_leaf') }}),

region as (
    select distinct region_code
    from batches
),

area as (
    select
        region_code,
        region_code as leaf_code,
        cast(null as varchar) as county_code,
        cast(null as varchar) as town_code
    from region
    union
    select
        region.region_code,
        county.division_code as leaf_code,
        county.division_code as county_code,
        null as town_code
    from region
    inner join ref_division as county
        on region.region_code = county.parent_code and county.scope_kind = 'county'
    union
    select
        region.region_code,
        town.town_code as leaf_code,
        case when town.county_code <> region.region_code then town.county_code end,
        town.town_code
    from region
    inner join int_town_name as town on region.region_code = town.region_code
),

-- Land told under a code the seed does not have below the region is in the region only.
known as (
    select *
    from area
    union all
    select distinct
        bridge.region_code,
        bridge.area_code,
        cast(null as varchar),
        cast(null as varchar)
    from bridge_parcel_region as bridge
    left join area on bridge.region_code = area.region_code and bridge.area_code = area.leaf_code
    where area.leaf_code is null
),

platform as (
    select
        tree.platform_id as leaf_code,
        tree.ancestor_id,
        dim.region_code
    from shared_platform_tree as tree
    inner join dim_platform as dim on tree.platform_id = dim.platform_id
    union all
    select
        platform_id as leaf_code,
        platform_id as ancestor_id,
        region_code
    from dim_platform
    where not is_listed and platform_id <> 'NO_PLATFORM'
),

phase_place as (
    select
        leaf_kind,
        leaf_code,
        region_code,
        phase_code,
        min(entry_date) as entry_date
    from int_phase_leaf
    group by leaf_kind, leaf_code, region_code, phase_code
)

select
    'area' as leaf_kind,
    leaf_code,
    region_code,
    scope_kind,
    scope_code,
    cast(null as date) as entry_date
from (
    {% for kind in ['region', 'county', 'town'] %}
    select
        leaf_code,
        region_code,
        '{{ kind }}' as scope_kind,
        {{ kind }}_code as scope_code
    from known
    where {{ kind }}_code is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
) as area_scope
union all
select
    'platform',
    leaf_code,
    region_code,
    'platform',
    ancestor_id,
    cast(null as date)
from platform
union all
select
    leaf_kind,
    leaf_code,
    region_code,
    'phase',
    region_code || ':' || phase_code,
    entry_date
from phase_place
