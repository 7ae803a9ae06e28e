-- One row per building of 工业建筑清单 with a grade, on a parcel of collective land, and month in which the list is the
-- newest known: its grade and whether that grade counts as 建筑结构老化 (parameter aged_building_grades).
with
stg_governance__building as (select * from {{ ref('stg_governance__building') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
shared_snapshot_span as (select * from {{ ref('shared_snapshot_span') }}),
dim_month as (select * from {{ ref('dim_month') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }})

select
    building.parcel_id,
    building.region_code,
    month.month_start,
    building.building_code,
    max(building.quality_grade) as quality_grade,
    bool_or('、' || parameter.text_value || '、' like '%、' || building.quality_grade || '、%') as is_aged
from stg_governance__building as building
inner join shared_parcel_register as parcel
    on building.parcel_id = parcel.parcel_id and parcel.ownership = '集体'
inner join shared_snapshot_span as span
    on
        span.list_code = 'governance.building'
        and building.region_code = span.region_code
        and building.part = span.part
        and building.period_end = span.period_end
inner join dim_month as month on {{ valid_on('span', 'month.month_end') }}
inner join shared_policy_parameter as parameter
    on
        building.region_code = parameter.region_code
        and month.month_start = parameter.month_start
        and parameter.parameter_code = 'aged_building_grades'
where building.quality_grade is not null
group by building.parcel_id, building.region_code, month.month_start, building.building_code
