-- One row per parcel and data year in force in some month of the mart, while the parcel exists: tax of all its
-- occupants by its land, its band, and how it is classified on the status date.
{% set scattered = ['environment', 'safety', 'fire', 'illegal_construction', 'other'] %}
{% set collective = [
    'no_land_procedure', 'low_land_use', 'old_building', 'large_hazard', 'loose_management', 'many_petitions', 'other'
] %}
with
int_parcel_year as (select * from {{ ref('int_parcel_year') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
int_collective as (select * from {{ ref('int_collective') }}),
int_tax_borderline as (select * from {{ ref('int_tax_borderline') }})

select
    figure.parcel_id,
    figure.region_code,
    parcel.county_code,
    parcel.town_name,
    figure.data_year,
    figure.status_date,
    figure.is_existing,
    figure.land_area_sqm,
    figure.land_sqm_months,
    figure.tax_cny,
    figure.user_count,
    case
        when figure.evaluable_state = 'evaluable' then {{ wan_cny_per_mu('figure.tax_cny', 'figure.land_sqm_months') }}
    end as tax_wan_cny_per_mu,
    figure.evaluable_state,
    low.tier_code,
    low.tier_zh,
    borderline.object_id is not null as is_borderline,
    low.answer as is_low_efficiency,
    low.evidence as low_efficiency_evidence,
    scattered.is_low_scattered,
    {% for code in scattered %}
    scattered.low_scattered_{{ code }},
    scattered.low_scattered_{{ code }}_evidence,
    {% endfor %}
    collective.is_collective_target,
    {% for code in collective %}
    collective.collective_{{ code }},
    collective.collective_{{ code }}_evidence,
    {% endfor %}
    parcel.ownership,
    parcel.plan_conformity,
    parcel.current_use,
    parcel.planned_use,
    coalesce(parcel.land_status = '闲置', false) as is_idle,
    nullif(concat_ws(
        '；',
        low.source_clauses,
        scattered.source_clauses,
        case when collective.is_collective_target = 'yes' then collective.source_clauses end
    ), '') as source_clauses
from int_parcel_year as figure
inner join dim_parcel as parcel on figure.parcel_id = parcel.parcel_id
{% for model, alias in {'int_low_efficiency': 'low', 'int_low_scattered': 'scattered'}.items() %}
inner join {{ ref(model) }} as {{ alias }}
    on
        {{ alias }}.object_kind = 'parcel'
        and figure.parcel_id = {{ alias }}.object_id
        and figure.data_year = {{ alias }}.data_year
{% endfor %}
inner join int_collective as collective
    on figure.parcel_id = collective.parcel_id and figure.data_year = collective.data_year
left join int_tax_borderline as borderline
    on
        borderline.object_kind = 'parcel'
        and figure.parcel_id = borderline.object_id
        and figure.data_year = borderline.data_year
