-- One row per scope, enterprise or parcel that counts in it and data year: how gov_enterprise and gov_parcel judge it.
-- Of a parcel the land that lies in the scope; is_main: it counts there.
{% set criteria = ['environment', 'safety', 'fire', 'illegal_construction', 'other'] %}
{% set collective = [
    'no_land_procedure', 'low_land_use', 'old_building', 'large_hazard', 'loose_management', 'many_petitions', 'other'
] %}
{% set without = ['licence', 'safety', 'premises', 'environment'] %}
with
dim_month as (select * from {{ ref('dim_month') }}),
gov_enterprise as (select * from {{ ref('gov_enterprise') }}),
int_scope_enterprise as (select * from {{ ref('int_scope_enterprise') }}),
gov_parcel as (select * from {{ ref('gov_parcel') }}),
int_scope_parcel as (select * from {{ ref('int_scope_parcel') }}),

years as (
    select
        min(year_number) as first_year,
        max(year_number) as last_year
    from dim_month
)

select
    'enterprise' as object_kind,
    firm.enterprise_id as object_id,
    scope.scope_kind,
    scope.scope_code,
    firm.region_code,
    firm.data_year,
    firm.status_date,
    true as is_main,
    cast(firm.land_sqm_months as decimal(38, 10)) as land_sqm_months,
    firm.evaluable_state,
    firm.tier_code,
    firm.is_last_grade,
    firm.is_low_efficiency,
    firm.is_low_scattered,
    {% for code in criteria %}
    firm.low_scattered_{{ code }},
    {% endfor %}
    firm.is_four_without,
    {% for code in without %}
    firm.four_without_{{ code }},
    {% endfor %}
    firm.is_key_supervised,
    cast(null as varchar) as is_collective_target,
{% for code in collective %}
cast(null as varchar) as collective_{{ code }}{{ ',' if not loop.last }}
{% endfor %}
from gov_enterprise as firm
cross join years
inner join int_scope_enterprise as scope
    on
        firm.enterprise_id = scope.enterprise_id
        and firm.region_code = scope.region_code
        and least(greatest(firm.data_year, years.first_year), years.last_year) = scope.year_number
union all
select
    'parcel',
    parcel.parcel_id,
    scope.scope_kind,
    scope.scope_code,
    parcel.region_code,
    parcel.data_year,
    parcel.status_date,
    scope.is_main,
    cast(cast(parcel.land_sqm_months as decimal(28, 4)) * scope.area_share as decimal(38, 10)),
    parcel.evaluable_state,
    parcel.tier_code,
    null,
    parcel.is_low_efficiency,
    parcel.is_low_scattered,
    {% for code in criteria %}
    parcel.low_scattered_{{ code }},
    {% endfor %}
    null,
    {% for code in without %}
    null,
    {% endfor %}
    null,
    parcel.is_collective_target,
{% for code in collective %}
parcel.collective_{{ code }}{{ ',' if not loop.last }}
{% endfor %}
from gov_parcel as parcel
inner join int_scope_parcel as scope
    on {{ in_scope_on('parcel', 'scope', 'parcel.status_date') }} and parcel.region_code = scope.region_code
