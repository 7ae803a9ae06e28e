-- One row per omission indicator, region or town, list (domain) and status month: suspects the list does not have, and
-- how much of what departments see at work it has. Only where the list is complete there; else there is no row.
with seen as (
    select
        entity_kind,
        entity_id,
        region_code,
        status_date
    from {{ ref('int_seen_source') }}
    group by entity_kind, entity_id, region_code, status_date
),

placed as (
    select
        seen.*,
        town.town_code
    from seen
    left join {{ ref('int_enterprise_leaf') }} as leaf
        on
            seen.entity_kind = 'enterprise'
            and seen.entity_id = leaf.enterprise_id
            and seen.region_code = leaf.region_code
            and year(seen.status_date) = leaf.year_number
    left join {{ ref('int_parcel_leaf') }} as parcel
        on
            seen.entity_kind = 'parcel'
            and seen.entity_id = parcel.parcel_id
            and parcel.leaf_kind = 'area'
            and parcel.is_main
            and seen.status_date >= coalesce(parcel.valid_from_date, cast('0001-01-01' as date))
            and seen.status_date <= coalesce(parcel.valid_to_date, cast('9999-12-31' as date))
    left join {{ ref('int_town_name') }} as town
        on
            coalesce(leaf.area_code, parcel.leaf_code) = town.town_code
            and seen.region_code = town.region_code
),

judged as (
    select
        placed.region_code,
        placed.town_code,
        placed.status_date,
        listed.list_name as missing_from,
        placed.entity_kind,
        placed.entity_id,
        suspect.missing_from is not null as is_suspect
    from placed
    cross join (select distinct list_name from {{ ref('int_listed_entity') }}) as listed
    left join {{ ref('gov_omission_suspect') }} as suspect
        on
            placed.region_code = suspect.region_code
            and placed.entity_kind = suspect.entity_kind
            and placed.entity_id = case
                when suspect.entity_kind = 'parcel' then suspect.parcel_id else suspect.enterprise_id
            end
            and listed.list_name = suspect.missing_from
            and suspect.is_source_complete
),

scoped as (
    {% for kind in ['region', 'town'] %}
    select
        '{{ kind }}' as scope_kind,
        {{ kind }}_code as scope_code,
        *
    from judged
    where {{ kind }}_code is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

{% for code, numerator, denominator in [
    ('omission_suspect_count', 'count(*) filter (where is_suspect)', 'null'),
    ('list_coverage_rate', 'count(*) filter (where not is_suspect)', 'count(*)')
] %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    missing_from as domain,
    cast(date_trunc('month', status_date) as date) as month_start,
    cast({{ numerator }} as double) as numerator,
    cast({{ denominator }} as double) as denominator,
    count(*) as covered_count,
    count(*) as total_count
from scoped
group by scope_kind, scope_code, region_code, missing_from, status_date
{{ 'union all' if not loop.last }}
{% endfor %}
