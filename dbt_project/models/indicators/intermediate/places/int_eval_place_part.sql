-- One row per kind of place (area: town, else county; platform), smallest place and data year that has ended: tax and
-- evaluated land of the parcels there, by area share to the last unit.
{% set measures = {'tax_cny': 2, 'land_sqm': 4} %}
with fact as (
    select
        year_fact.parcel_id,
        year_fact.enterprise_id,
        parcel.region_code,
        year_fact.year_number,
        make_date(year_fact.year_number, 12, 31) as year_end,
        year_fact.tax_cny,
        year_fact.land_evaluated_sqm as land_sqm,
        year_fact.tax_cny is null and year_fact.enterprise_id <> 'NO_ENTERPRISE' as is_tax_unknown
    from {{ ref('fct_parcel_enterprise_year') }} as year_fact
    inner join {{ ref('shared_parcel') }} as parcel on year_fact.parcel_id = parcel.parcel_id
    where year_fact.land_evaluated_sqm is not null
),

{% for kind in ['area', 'platform'] %}
{% set bridge = "(select * from " ~ ref('int_parcel_leaf_year') ~ " where leaf_kind = '" ~ kind ~ "')" %}
{{ kind }}_part as (
    {{ by_scope(
        'fact', bridge, 'leaf_code', 'fact.year_end',
        ['parcel_id', 'enterprise_id', 'region_code', 'year_number', 'is_tax_unknown'], measures
    ) }}
){{ ',' if not loop.last }}
{% endfor %}

{% for kind in ['area', 'platform'] %}
select
    '{{ kind }}' as leaf_kind,
    leaf_code,
    region_code,
    year_number as data_year,
    cast(sum(tax_cny) as decimal(18, 2)) as tax_cny,
    cast(sum(land_sqm) as decimal(18, 4)) as land_sqm,
    count(*) filter (where is_tax_unknown and is_main) as tax_unknown_count
from {{ kind }}_part
group by leaf_code, region_code, year_number
{{ 'union all' if not loop.last }}
{% endfor %}
