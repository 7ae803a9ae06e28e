-- One row per platform or park of the newest 平台与园区清单, one any list names beside them, and NO_PLATFORM, with its
-- place in the tree (区中园). A scope total takes the rows of bridge_parcel_platform whose tree_path contains the scope.
with
shared_parcel_platform_statement as (select * from {{ ref('shared_parcel_platform_statement') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),
shared_platform_tree as (select * from {{ ref('shared_platform_tree') }}),

unlisted as (
    select distinct
        platform_id,
        platform_name,
        region_code
    from shared_parcel_platform_statement
    where not is_listed
)

select
    platform.platform_id,
    platform.platform_code,
    platform.platform_name,
    platform.parent_platform_id,
    tree.ancestor_id as root_platform_id,
    cast(tree.steps + 1 as integer) as tree_level,
    tree.way as tree_path,
    true as is_listed,
    platform.platform_kind,
    platform.platform_tier,
    platform.platform_level,
    platform.brands,
    platform.county_code,
    platform.town_name,
    platform.planned_area_sqm,
    platform.approved_area_sqm,
    platform.built_area_sqm,
    platform.managed_area_sqm,
    coalesce(platform.established_date, platform.valid_from_date) as valid_from_date,
    coalesce(platform.abolished_date, platform.valid_to_date) as valid_to_date,
    platform.enterprise_id as operator_enterprise_id,
    platform.region_code,
    platform.batch_id,
    platform.sheet,
    platform.line
from shared_platform as platform
inner join shared_platform_tree as tree on platform.platform_id = tree.platform_id and tree.is_root
union all
select
    unlisted.platform_id,
    null,
    unlisted.platform_name,
    null,
    unlisted.platform_id as root_id,
    1,
    unlisted.platform_id as way,
    false,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    'NO_ENTERPRISE',
    unlisted.region_code,
    null,
    null,
    null
from unlisted
union all
select
    'NO_PLATFORM',
    null,
    '不在平台内',
    null,
    'NO_PLATFORM',
    1,
    'NO_PLATFORM',
    false,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    'NO_ENTERPRISE',
    null,
    null,
    null,
    null
