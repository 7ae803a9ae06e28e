-- One row per target of the plans in force on the business date, scope it applies to and reading: '*' is every listed
-- platform of the region, a phase is named as in int_scope.
with target as (
    select seed.*
    from {{ ref('policy_target') }} as seed
    cross join {{ source('lake', 'run') }} as run
    where {{ in_force('seed', 'run.business_date') }}
),

scope as (
    select scope.*
    from {{ ref('int_scope') }} as scope
    cross join {{ source('lake', 'run') }} as run
    left join {{ ref('dim_platform') }} as platform
        on scope.scope_kind = 'platform' and scope.scope_code = platform.platform_id
    where
        scope.scope_kind <> 'platform'
        or (platform.is_listed and coalesce(platform.valid_to_date >= run.business_date, true))
)

select
    target.target_id,
    target.region_code,
    scope.scope_kind,
    scope.scope_code,
    scope.scope_zh,
    coalesce(target.domain, '') as domain,
    target.indicator_code,
    target.target_zh,
    target.comparison,
    cast(target.target_value as double) as target_value,
    target.unit,
    target.base_kind,
    target.base_from_year,
    target.base_to_year,
    target.from_date,
    target.due_date,
    target.is_hard,
    target.is_headline,
    document.document_status,
    target.source_document,
    target.clause
from target
inner join scope
    on
        target.region_code = scope.region_code
        and target.scope_kind = scope.scope_kind
        and scope.scope_code in (
            case when target.scope_code = '*' then scope.scope_code end,
            target.scope_code,
            target.region_code || ':' || target.scope_code
        )
left join {{ ref('policy_document') }} as document on target.source_document = document.document_code
