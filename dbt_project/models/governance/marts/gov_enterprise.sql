-- One row per enterprise, region and data year in force in some month of the mart: its 亩均税收 and band there, whether
-- it may be judged, and how it is classified on the status date. Bands are of the data year; rolling 12 months beside.
{% set scattered = ['environment', 'safety', 'fire', 'illegal_construction', 'other'] %}
{% set without = ['licence', 'safety', 'premises', 'environment'] %}
with
int_outdated_item_month as (select * from {{ ref('int_outdated_item_month') }}),
int_enterprise_year as (select * from {{ ref('int_enterprise_year') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_tax_borderline as (select * from {{ ref('int_tax_borderline') }}),
shared_roster_year as (select * from {{ ref('shared_roster_year') }}),

outdated as (
    select
        enterprise_id,
        region_code,
        month_start,
        {{ joined_texts('item_no') }} as item_nos
    from int_outdated_item_month
    where enterprise_id <> 'NO_ENTERPRISE'
    group by enterprise_id, region_code, month_start
)

select
    figure.enterprise_id,
    figure.region_code,
    case when enterprise.region_code = figure.region_code then enterprise.county_code end as county_code,
    case when enterprise.region_code = figure.region_code then enterprise.town_name end as town_name,
    figure.data_year,
    figure.status_date,
    figure.tax_cny,
    figure.tax_state,
    figure.is_net_refund,
    figure.land_sqm_months,
    figure.is_land_unknown,
    figure.is_landlord_only,
    case
        when figure.evaluable_state = 'evaluable' then {{ wan_cny_per_mu('figure.tax_cny', 'figure.land_sqm_months') }}
    end as tax_wan_cny_per_mu,
    figure.evaluable_state,
    low.tier_code,
    low.tier_zh,
    borderline.object_id is not null as is_borderline,
    figure.rolling_month,
    figure.rolling_tax_cny,
    case
        when figure.evaluable_state = 'evaluable' and figure.rolling_land_sqm_months > 0
            then {{ wan_cny_per_mu('figure.rolling_tax_cny', 'figure.rolling_land_sqm_months') }}
    end as rolling_tax_wan_cny_per_mu,
    grade.official_grade,
    grade.computed_grade,
    grade.grade_used,
    coalesce(grade.is_last_grade, false) as is_last_grade,
    low.is_last_grade_in_force,
    low.answer as is_low_efficiency,
    low.evidence as low_efficiency_evidence,
    scattered.is_low_scattered,
    {% for code in scattered %}
    scattered.low_scattered_{{ code }},
    scattered.low_scattered_{{ code }}_evidence,
    {% endfor %}
    four.is_four_without,
    {% for code in without %}
    four.four_without_{{ code }},
    four.four_without_{{ code }}_evidence,
    {% endfor %}
    outdated.item_nos is not null as has_outdated_capacity,
    outdated.item_nos as outdated_item_nos,
    key.enterprise_id is not null as is_key_supervised,
    key.from_date as key_supervised_from_date,
    roster.enterprise_id is not null as is_on_roster,
    nullif(concat_ws('；', low.source_clauses, scattered.source_clauses, four.source_clauses), '') as source_clauses
from int_enterprise_year as figure
inner join dim_enterprise as enterprise on figure.enterprise_id = enterprise.enterprise_id
{% for model, alias in {'int_low_efficiency': 'low', 'int_low_scattered': 'scattered'}.items() %}
inner join {{ ref(model) }} as {{ alias }}
    on
        {{ alias }}.object_kind = 'enterprise'
        and figure.enterprise_id = {{ alias }}.object_id
        and figure.region_code = {{ alias }}.region_code
        and figure.data_year = {{ alias }}.data_year
{% endfor %}
left join int_tax_borderline as borderline
    on
        borderline.object_kind = 'enterprise'
        and figure.enterprise_id = borderline.object_id
        and figure.region_code = borderline.region_code
        and figure.data_year = borderline.data_year
{% for model, alias in {
    'int_four_without': 'four', 'shared_enterprise_grade': 'grade', 'int_key_supervised': 'key'
}.items() %}
left join {{ ref(model) }} as {{ alias }}
    on
        figure.enterprise_id = {{ alias }}.enterprise_id
        and figure.region_code = {{ alias }}.region_code
        and figure.data_year = {{ alias }}.data_year
{% endfor %}
left join shared_roster_year as roster
    on
        figure.enterprise_id = roster.enterprise_id
        and figure.region_code = roster.region_code
        and figure.data_year = roster.year_number
left join outdated
    on
        figure.enterprise_id = outdated.enterprise_id
        and figure.region_code = outdated.region_code
        and figure.status_month = outdated.month_start
