-- One row per finding about a parcel: let beyond its land, listed twice, listed without code and location, unknown to
-- the register, owned by another, or with an area of another kind (证载, 批准, 实测, 图形) that differs from its 宗地面积 by
-- more than the seed's tolerance. The areas stay apart; none is corrected by another.
with
register as ({{ latest_rows(ref('stg_land__parcel_register')) }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_parcel_register as not materialized (select * from {{ ref('shared_parcel_register') }}),
parcel_geometry as (select * from {{ source('lake', 'parcel_geometry') }}),
dim_parcel as not materialized (select * from {{ ref('dim_parcel') }}),
shared_occupancy_doubt as (select * from {{ ref('shared_occupancy_doubt') }}),
run as (select * from {{ source('lake', 'run') }}),
land_tolerance as (select * from {{ ref('land_tolerance') }}),

-- Land let out of what is not there shows as negative land of the payer.
overclaimed as (
    select
        parcel_id,
        min(month_start) as first_month,
        min(land_sqm) as least_sqm
    from shared_land_month
    where land_sqm < 0
    group by parcel_id
),

-- Also by two regions: only one of them keeps the parcel.
listed_twice as (
    select
        parcel_id,
        count(*) as row_count
    from register
    where parcel_id <> 'NO_PARCEL'
    group by parcel_id
    having count(*) > 1
),

measured as (
    {% for kind in ['certified', 'approved', 'surveyed'] -%}
    select
        register.parcel_id,
        register.region_code,
        '{{ kind }}' as kind,
        register.land_area_sqm,
        register.{{ kind }}_area_sqm as other_sqm,
        register.batch_id,
        register.sheet,
        register.line
    from shared_parcel_register as register
    union all
    {% endfor -%}
    select
        parcel_id,
        region_code,
        'geometry',
        land_area_sqm,
        geometry_area_sqm,
        batch_id,
        sheet,
        line
    from parcel_geometry
    where is_current
)

select
    'parcel_overclaimed' as check_id,
    parcel.region_code,
    parcel.holder_enterprise_id as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    overclaimed.parcel_id,
    strftime(overclaimed.first_month, '%Y-%m') as period,
    'land.parcel_register' as list_code,
    parcel.batch_id,
    parcel.sheet,
    parcel.line,
    '自 ' || strftime(overclaimed.first_month, '%Y-%m') || ' 起，租出多于可用土地 ' || (-overclaimed.least_sqm)::varchar || ' ㎡'
        as detail_zh
from overclaimed
inner join dim_parcel as parcel on overclaimed.parcel_id = parcel.parcel_id
union all
select
    'parcel_listed_twice',
    parcel.region_code,
    parcel.holder_enterprise_id,
    'NO_ENTERPRISE',
    parcel.parcel_id,
    null,
    'land.parcel_register',
    parcel.batch_id,
    parcel.sheet,
    parcel.line,
    '出现 ' || listed_twice.row_count::varchar || ' 次'
from listed_twice
inner join dim_parcel as parcel on listed_twice.parcel_id = parcel.parcel_id
union all
select
    'register_without_parcel',
    region_code,
    enterprise_id,
    'NO_ENTERPRISE',
    parcel_id,
    null,
    'land.parcel_register',
    batch_id,
    sheet,
    line,
    coalesce(holder_name, '使用权人未填') || '，用地 ' || coalesce(land_area_sqm::varchar, '空') || ' ㎡'
from register
where parcel_id = 'NO_PARCEL'
union all
select
    statement.doubt,
    statement.region_code,
    statement.enterprise_id,
    statement.counterparty_enterprise_id,
    statement.parcel_id,
    null,
    'land.occupancy',
    statement.batch_id,
    statement.sheet,
    statement.line,
    statement.tenure || '：' || coalesce(statement.land_code, statement.location, '无宗地代码、无坐落')
    || '，起：' || coalesce(statement.start_date::varchar, '空') || '，止：' || coalesce(statement.end_date::varchar, '空')
from shared_occupancy_doubt as statement
union all
select
    measured.kind || '_area_differs' as check_id,
    measured.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    measured.parcel_id,
    cast(null as varchar) as period,
    'land.parcel_register' as list_code,
    measured.batch_id,
    measured.sheet,
    measured.line,
    tolerance.tolerance_zh || '：' || measured.land_area_sqm::varchar || ' ㎡，' || measured.other_sqm::varchar || ' ㎡'
        as detail_zh
from measured
cross join run
inner join land_tolerance as tolerance
    on
        measured.kind = tolerance.tolerance_code
        and {{ in_force('tolerance', 'run.business_date') }}
where
    abs(measured.land_area_sqm - measured.other_sqm)
    > greatest(tolerance.absolute_sqm, tolerance.relative * cast(measured.land_area_sqm as decimal(25, 4)))
