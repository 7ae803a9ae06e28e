-- One row per object (enterprise or parcel), region and data year whose 亩均税收 lies nearer to a bound of the bands in
-- force on the status date than the parameter borderline_distance: to be looked at by hand (临界).
with
policy_tier as not materialized (select * from {{ ref('policy_tier') }}),
shared_policy_parameter as not materialized (select * from {{ ref('shared_policy_parameter') }})

{% for kind, model in {'enterprise': 'int_enterprise_year', 'parcel': 'int_parcel_year'}.items() %}
select distinct
    '{{ kind }}' as object_kind,
    object.{{ kind }}_id as object_id,
    object.region_code,
    object.data_year
from {{ ref(model) }} as object
inner join policy_tier as tier
    on object.region_code = tier.region_code and {{ in_force('tier', 'object.status_date') }}
inner join shared_policy_parameter as parameter
    on
        object.region_code = parameter.region_code
        and object.status_month = parameter.month_start
        and parameter.parameter_code = 'borderline_distance'
where
    object.evaluable_state = 'evaluable'
    and abs({{ per_mu_left('object.tax_cny') }} - {{ per_mu_right('tier.upper_value', 'object.land_sqm_months') }})
    < {{ per_mu_right('parameter.number_value', 'object.land_sqm_months') }}
{{ 'union all' if not loop.last }}
{% endfor %}
