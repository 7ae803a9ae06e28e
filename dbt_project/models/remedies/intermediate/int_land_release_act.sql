-- One row per act that released land: a row of 盘活土地清单, or a case of 收储腾退台账 that was handed over (a case
-- without 交付日期, or given up, has released nothing). Floor area is carried, never added to land.
with
stg_land__reserve as (select * from {{ ref('stg_land__reserve') }}),
stg_land__release as (select * from {{ ref('stg_land__release') }}),
shared_parcel_today as (select * from {{ ref('shared_parcel_today') }}),

reserve_case as (
    select *
    from stg_land__reserve
    qualify row_number() over (
        partition by region_code, reserve_no
        order by {{ newest_first() }}
    ) = 1
),

told as (
    select
        'land.release' as list_code,
        release_no as act_no,
        release_kind,
        release_date,
        parcel_id,
        enterprise_id,
        new_user_enterprise_id,
        county_code,
        town_name,
        land_area_sqm as told_parcel_area_sqm,
        release_area_sqm as stated_area_sqm,
        floor_area_sqm,
        compensation_cny,
        document_no,
        region_code,
        batch_id,
        sheet,
        line
    from stg_land__release
    union all
    select
        'land.reserve',
        reserve_no,
        case when reserve_kind = '企业腾退' then '腾退' when reserve_kind is not null then '收储' else '收储腾退' end,
        delivered_date,
        parcel_id,
        enterprise_id,
        'NO_ENTERPRISE',
        county_code,
        town_name,
        null,
        land_area_sqm,
        floor_area_sqm,
        compensation_cny,
        null,
        region_code,
        batch_id,
        sheet,
        line
    from reserve_case
    where delivered_date is not null and reserve_status <> '终止'
),

act as (
    select
        told.*,
        coalesce(today.today_parcel_id, told.parcel_id) as today_parcel_id
    from told
    left join shared_parcel_today as today on told.parcel_id = today.parcel_id
),

twin as (
    select distinct
        today_parcel_id,
        release_kind,
        release_date
    from act
    where list_code = 'land.release' and today_parcel_id <> 'NO_PARCEL'
)

select
    act.*,
    -- The land department may write a handed-over plot into both of its lists.
    act.list_code = 'land.reserve' and twin.today_parcel_id is not null as is_same_act
from act
left join twin
    on
        act.today_parcel_id = twin.today_parcel_id
        and act.release_kind = twin.release_kind
        and act.release_date = twin.release_date
