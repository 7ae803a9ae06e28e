-- One row per phase of a plan, smallest place that belongs to it and reason: a platform with all inside it by name or
-- by kind, a town, or every place of the region. Rules in force on the business date.
with
scope_phase as (select * from {{ ref('scope_phase') }}),
run as (select * from {{ source('lake', 'run') }}),
shared_platform_name as (select * from {{ ref('shared_platform_name') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),
shared_platform_tree as (select * from {{ ref('shared_platform_tree') }}),
int_town_name as not materialized (select * from {{ ref('int_town_name') }}),
ref_division as (select * from {{ ref('ref_division') }}),

phase as (
    select seed.*
    from scope_phase as seed
    cross join run
    where {{ in_force('seed', 'run.business_date') }}
),

named as (
    select
        phase.region_code,
        phase.phase_code,
        phase.member_zh,
        phase.entry_date,
        name.platform_id
    from phase
    inner join shared_platform_name as name
        on phase.region_code = name.region_code and phase.member_zh = name.name
    where phase.member_kind = 'platform'
    union all
    select
        phase.region_code,
        phase.phase_code,
        phase.member_zh,
        phase.entry_date,
        platform.platform_id
    from phase
    inner join shared_platform as platform
        on phase.region_code = platform.region_code and phase.member_zh = platform.platform_kind
    where phase.member_kind = 'platform_kind'
)

select
    named.region_code,
    named.phase_code,
    named.member_zh,
    'platform' as leaf_kind,
    tree.platform_id as leaf_code,
    named.entry_date
from named
inner join shared_platform_tree as tree on named.platform_id = tree.ancestor_id
union all
select
    phase.region_code,
    phase.phase_code,
    phase.member_zh,
    'area',
    town.town_code,
    phase.entry_date
from phase
inner join int_town_name as town
    on phase.region_code = town.region_code and phase.member_zh = town.town_name
where phase.member_kind = 'town'
union all
select
    phase.region_code,
    phase.phase_code,
    phase.member_zh,
    'area',
    town.town_code,
    phase.entry_date
from phase
inner join int_town_name as town on phase.region_code = town.region_code
where phase.member_kind = 'region'
union all
select
    phase.region_code,
    phase.phase_code,
    phase.member_zh,
    'area',
    county.division_code,
    phase.entry_date
from phase
inner join ref_division as county
    on
        phase.region_code in (county.division_code, county.parent_code)
        and county.scope_kind in ('region', 'county')
where phase.member_kind = 'region'
