-- One row per enterprise or parcel, region and list (land_register, town_survey) that has it: a parcel in 工业用地底数清单, an
-- enterprise that holds or uses a parcel by the land lists, either in the newest 摸排表 of any town. A parcel another one
-- took the place of is listed with its successor.
with
newest_governance__survey as ({{ latest_rows(ref('stg_governance__survey')) }}),
dim_parcel as not materialized (select * from {{ ref('dim_parcel') }}),
bridge_parcel_enterprise as (select * from {{ ref('bridge_parcel_enterprise') }}),
stg_land__occupancy as (select * from {{ ref('stg_land__occupancy') }})

select
    'parcel' as entity_kind,
    parcel_id as entity_id,
    region_code,
    'land_register' as list_name
from dim_parcel
where is_registered or is_superseded
union
select
    'enterprise',
    enterprise_id,
    region_code,
    'land_register'
from bridge_parcel_enterprise
union
select
    'enterprise',
    enterprise_id,
    region_code,
    'land_register'
from stg_land__occupancy
{% for kind in ['enterprise', 'parcel'] %}
union
select
    '{{ kind }}',
    {{ kind }}_id,
    region_code,
    'town_survey'
from newest_governance__survey as survey_of_{{ kind }}
{% endfor %}
union
select
    'enterprise',
    owner_enterprise_id,
    region_code,
    'town_survey'
from newest_governance__survey
union
select
    'parcel',
    dim.parcel_id,
    dim.region_code,
    'town_survey'
from dim_parcel as dim
where dim.is_superseded
