-- One row per yearly indicator of 规上 firms, scope and year: sums over the firms that can be counted, and how many can.
-- A region and a county have the whole firm; a town, platform or phase what lies on its parcels inside, by area share
-- to the last unit; counts go where the firm counts (is_main). Land is the sum of month-ends divided by 12. The
-- indicators below a target exist only where the plan sets one.
{% set indicators = {
    'above_scale_tax_per_mu':
        ('has_tax and has_land', 'tax_contribution_cny', 1, 'land_sqm_months', 12),
    'above_scale_tax_without_cit_per_mu':
        ('has_tax and has_land', 'tax_without_cit_cny', 1, 'land_sqm_months', 12),
    'above_scale_value_added_per_mu':
        ('has_value_added and has_land', 'value_added_cny', 1, 'land_sqm_months', 12),
    'labour_productivity':
        ('has_value_added and has_staff', 'value_added_cny', 1, 'staff_avg_count', 1),
    'below_target_land_share': (
        'is_below_target is not null',
        'case when is_below_target then land_sqm_months else 0 end', 12, 'land_sqm_months', 12
    ),
    'below_target_enterprise_share': (
        'is_below_target is not null',
        'case when is_main and is_below_target then 1 else 0 end', 1, 'case when is_main then 1 else 0 end', 1
    )
} %}
{% set measures = {
    'tax_contribution_cny': 2, 'tax_without_cit_cny': 2, 'value_added_cny': 2, 'land_sqm_months': 4, 'staff_avg_count': 4
} %}
{% set flags = ['has_tax', 'has_land', 'has_value_added', 'has_staff', 'is_below_target'] %}
with
shared_roster_year as not materialized (select * from {{ ref('shared_roster_year') }}),
fct_parcel_enterprise_year as (select * from {{ ref('fct_parcel_enterprise_year') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_scope_leaf as (select * from {{ ref('int_scope_leaf') }}),
int_scope_enterprise as (select * from {{ ref('int_scope_enterprise') }}),

fact as (
    select
        year_fact.parcel_id,
        year_fact.enterprise_id,
        year_fact.year_number,
        roster.region_code,
        make_date(year_fact.year_number, 12, 31) as year_end,
        year_fact.tax_cny as tax_contribution_cny,
        year_fact.tax_without_cit_cny,
        year_fact.value_added_cny,
        year_fact.land_sqm_months,
        year_fact.staff_avg_count
    from shared_roster_year as roster
    inner join fct_parcel_enterprise_year as year_fact
        on roster.enterprise_id = year_fact.enterprise_id and roster.year_number = year_fact.year_number
    inner join shared_parcel as parcel
        on year_fact.parcel_id = parcel.parcel_id and roster.region_code = parcel.region_code
),

{% for kind in ['area', 'platform'] %}
{% set bridge = "(select * from " ~ ref('int_parcel_leaf_year') ~ " where leaf_kind = '" ~ kind ~ "')" %}
{{ kind }}_part as (
    {{ by_scope(
        'fact', bridge, 'leaf_code', 'fact.year_end', ['parcel_id', 'enterprise_id', 'year_number', 'region_code'], measures
    ) }}
),
{% endfor %}

inside as (
    {% for kind in ['area', 'platform'] %}
    select
        scope.scope_kind,
        scope.scope_code,
        part.region_code,
        part.enterprise_id,
        part.year_number,
    {% for measure, scale in measures.items() %}
    cast(sum(part.{{ measure }}) as decimal(18, {{ scale }})) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from {{ kind }}_part as part
    inner join int_scope_leaf as scope
        on part.leaf_code = scope.leaf_code and part.region_code = scope.region_code
    where scope.leaf_kind = '{{ kind }}' and scope.scope_kind in ('town', 'platform', 'phase')
    group by scope.scope_kind, scope.scope_code, part.region_code, part.enterprise_id, part.year_number
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

firm as (
    {% for kind in ['region', 'county'] %}
    select
        '{{ kind }}' as scope_kind,
        {{ kind }}_code as scope_code,
        region_code,
        enterprise_id,
        year_number,
        true as is_main,
        {% for flag in flags %}
        {{ flag }},
        {% endfor %}
        {{ measures | join(', ') }}
    from shared_roster_year
    where {{ kind }}_code is not null
    union all
    {% endfor %}
    -- A firm may count where nothing of it lies (no land), and lie where it does not count.
    select
        coalesce(inside.scope_kind, main.scope_kind) as scope_kind,
        coalesce(inside.scope_code, main.scope_code) as scope_code,
        roster.region_code,
        roster.enterprise_id,
        roster.year_number,
        main.scope_code is not null as is_main,
        {% for flag in flags %}
        roster.{{ flag }},
        {% endfor %}
    {% for measure in measures %}
    inside.{{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from inside
    full outer join (
        select *
        from int_scope_enterprise
        where scope_kind in ('town', 'platform', 'phase')
    ) as main
        on
            inside.scope_kind = main.scope_kind
            and inside.scope_code = main.scope_code
            and inside.region_code = main.region_code
            and inside.enterprise_id = main.enterprise_id
            and inside.year_number = main.year_number
    inner join shared_roster_year as roster
        on
            coalesce(inside.region_code, main.region_code) = roster.region_code
            and coalesce(inside.enterprise_id, main.enterprise_id) = roster.enterprise_id
            and coalesce(inside.year_number, main.year_number) = roster.year_number
)

{% for code, parts in indicators.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    year_number,
    cast(sum({{ parts[1] }}) filter (where {{ parts[0] }}) as double) / {{ parts[2] }} as numerator,
    cast(sum({{ parts[3] }}) filter (where {{ parts[0] }}) as double) / {{ parts[4] }} as denominator,
    count(*) filter (where is_main and {{ parts[0] }}) as covered_count,
    count(*) filter (where is_main) as total_count
from firm
group by scope_kind, scope_code, region_code, year_number
{% if code.startswith('below_target') %}
having bool_or(is_below_target is not null)
{% endif %}
{{ 'union all' if not loop.last }}
{% endfor %}
