-- One row per penalty decision (region and 文号), as its newest version states it. A revoked decision stays, with its
-- money counted as 0 and its 三停 never in force.
with
stg_enforcement__penalty as (select * from {{ ref('stg_enforcement__penalty') }}),
enforcement_domain as (select * from {{ ref('enforcement_domain') }}),

ranked as (
    select
        *,
        count(*) over (partition by region_code, decision_no) as version_count,
        row_number() over (
            partition by region_code, decision_no
            order by
                version_no desc nulls last, {{ newest_first() }}
        ) as place
    from stg_enforcement__penalty
)

select
    ranked.region_code || ':' || ranked.decision_no as penalty_id,
    ranked.enterprise_id,
    ranked.parcel_id,
    ranked.county_code,
    ranked.county_name,
    ranked.town_name,
    ranked.decision_no,
    cast(ranked.version_no as integer) as version_no,
    cast(ranked.version_count as integer) as version_count,
    ranked.department_name,
    ranked.enforcement_domain,
    field.domain,
    ranked.party_kind,
    ranked.enterprise_name,
    ranked.enterprise_uscc,
    ranked.land_code,
    ranked.violation_kind,
    ranked.penalty_kind,
    ranked.decided_date,
    ranked.fine_cny,
    ranked.confiscated_cny,
    coalesce(ranked.is_revoked, false) as is_revoked,
    ranked.revoked_date,
    ranked.revoked_reason,
    cast(case when ranked.is_revoked then 0 else ranked.fine_cny end as decimal(18, 2)) as counted_fine_cny,
    cast(case when ranked.is_revoked then 0 else ranked.confiscated_cny end as decimal(18, 2))
        as counted_confiscated_cny,
    ranked.stop_kind,
    ranked.stop_from_date,
    ranked.stop_to_date,
    -- Said by the newest version, whether lifted since or not; a revoked one stops nothing.
    not coalesce(ranked.is_revoked, false) and coalesce(ranked.stop_kind <> '无', false) as is_three_stop,
    ranked.batch_id,
    ranked.sheet,
    ranked.line,
    ranked.region_code,
    ranked.part,
    ranked.period,
    ranked.period_start,
    ranked.period_end,
    ranked.received_at
from ranked
left join enforcement_domain as field
    on
        ranked.enforcement_domain = field.enforcement_domain
        and {{ in_force('field', 'ranked.decided_date') }}
where ranked.place = 1
