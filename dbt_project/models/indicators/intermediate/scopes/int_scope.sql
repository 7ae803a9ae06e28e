-- One row per scope that gets figures: region that delivers, county and town of it, platform, phase of its plan (also
-- one whose places no list knows yet).
with
scope_phase as (select * from {{ ref('scope_phase') }}),
int_scope_leaf as not materialized (select * from {{ ref('int_scope_leaf') }}),
batches as (select * from {{ source('lake', 'batches') }}),
dim_platform as (select * from {{ ref('dim_platform') }}),
dim_region as (select * from {{ ref('dim_region') }}),

phase as (
    select
        region_code || ':' || phase_code as scope_code,
        region_code,
        min(phase_zh) as phase_zh,
        min(entry_date) as entry_date
    from scope_phase
    group by region_code, phase_code
),

scope as (
    select
        scope_kind,
        scope_code,
        region_code,
        min(entry_date) as entry_date
    from int_scope_leaf
    group by scope_kind, scope_code, region_code
    union all
    select distinct
        'phase',
        phase.scope_code,
        phase.region_code,
        phase.entry_date
    from phase
    inner join batches on phase.region_code = batches.region_code
    left join int_scope_leaf as leaf
        on leaf.scope_kind = 'phase' and phase.scope_code = leaf.scope_code
    where leaf.scope_code is null
)

select
    scope.scope_kind,
    scope.scope_code,
    case scope.scope_kind
        when 'platform' then platform.platform_name
        when 'phase' then phase.phase_zh
        else region.region_zh
    end as scope_zh,
    scope.region_code,
    scope.entry_date
from scope
left join dim_platform as platform
    on scope.scope_kind = 'platform' and scope.scope_code = platform.platform_id
left join phase on scope.scope_kind = 'phase' and scope.scope_code = phase.scope_code
left join dim_region as region
    on scope.scope_kind in ('region', 'county', 'town') and scope.scope_code = region.region_code
