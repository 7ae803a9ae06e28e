-- One row per omission indicator, region or town, list (domain) and status month: suspects the list does not have, and
-- how much of what departments see at work it has. Only where the list is complete there; else there is no row.
with
shared_omission_judged as (select * from {{ ref('shared_omission_judged') }}),
int_enterprise_leaf as (select * from {{ ref('int_enterprise_leaf') }}),
int_parcel_leaf as (select * from {{ ref('int_parcel_leaf') }}),
int_town_name as (select * from {{ ref('int_town_name') }}),

judged as (
    select
        omission.*,
        town.town_code
    from shared_omission_judged as omission
    left join int_enterprise_leaf as leaf
        on
            omission.entity_kind = 'enterprise'
            and omission.entity_id = leaf.enterprise_id
            and omission.region_code = leaf.region_code
            and year(omission.status_date) = leaf.year_number
    left join int_parcel_leaf as parcel
        on
            omission.entity_kind = 'parcel'
            and omission.entity_id = parcel.parcel_id
            and parcel.leaf_kind = 'area'
            and parcel.is_main
            and {{ valid_on('parcel', 'omission.status_date') }}
    left join int_town_name as town
        on
            coalesce(leaf.area_code, parcel.leaf_code) = town.town_code
            and omission.region_code = town.region_code
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
