-- One row per act that released industrial land (收储, 腾退, 收回, 再供地, 闲置盘活), as stated and as counted: the acts of
-- a parcel add up, by date, to no more than its area, so that each ㎡ counts once (docs/readings.md 7). Land without a
-- parcel counts each act alone.
with
int_land_release_act as not materialized (select * from {{ ref('int_land_release_act') }}),
dim_parcel as not materialized (select * from {{ ref('dim_parcel') }}),

area as (
    select
        act.today_parcel_id,
        coalesce(max(parcel.land_area_sqm), max(act.told_parcel_area_sqm)) as parcel_area_sqm,
        case
            when max(parcel.land_area_sqm) is not null then 'parcel'
            when max(act.told_parcel_area_sqm) is not null then 'stated'
            else 'unknown'
        end as area_basis
    from int_land_release_act as act
    left join dim_parcel as parcel on act.today_parcel_id = parcel.parcel_id
    where act.today_parcel_id <> 'NO_PARCEL'
    group by act.today_parcel_id
),

ranked as (
    select
        act.*,
        case when act.today_parcel_id = 'NO_PARCEL' then act.told_parcel_area_sqm else area.parcel_area_sqm end
            as parcel_area_sqm,
        case
            when act.today_parcel_id <> 'NO_PARCEL' then area.area_basis
            when act.told_parcel_area_sqm is not null then 'stated'
            else 'unknown'
        end as area_basis,
        coalesce(sum(case when not act.is_same_act then act.stated_area_sqm else 0 end) over (
            partition by
                act.today_parcel_id,
                case when act.today_parcel_id = 'NO_PARCEL' then act.batch_id || act.sheet || act.line end
            order by act.release_date, act.act_no, act.list_code, act.batch_id, act.sheet, act.line
            rows between unbounded preceding and 1 preceding
        ), 0) as before_sqm
    from int_land_release_act as act
    left join area on act.today_parcel_id = area.today_parcel_id
),

counted as (
    select
        *,
        case
            when is_same_act then 0
            when parcel_area_sqm is null then stated_area_sqm
            else greatest(0, least(stated_area_sqm, parcel_area_sqm - before_sqm))
        end as counted_sqm
    from ranked
)

select
    counted.list_code,
    counted.act_no,
    counted.release_kind,
    counted.release_date,
    counted.today_parcel_id as parcel_id,
    counted.enterprise_id,
    counted.new_user_enterprise_id,
    coalesce(counted.county_code, parcel.county_code) as county_code,
    counted.town_name,
    counted.parcel_area_sqm,
    counted.area_basis,
    counted.stated_area_sqm,
    cast(counted.counted_sqm as decimal(18, 4)) as counted_area_sqm,
    case
        when counted.is_same_act then 'same_act'
        when counted.counted_sqm = counted.stated_area_sqm then 'full'
        when counted.counted_sqm > 0 then 'part'
        else 'none'
    end as counted_state,
    counted.floor_area_sqm,
    counted.compensation_cny,
    counted.document_no,
    counted.region_code,
    counted.batch_id,
    counted.sheet,
    counted.line
from counted
left join dim_parcel as parcel on counted.today_parcel_id = parcel.parcel_id
