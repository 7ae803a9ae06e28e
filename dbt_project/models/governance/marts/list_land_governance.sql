-- One row per parcel on the 工业用地治理清单 of a region that sets it, in the newest month of the mart: which of the three
-- 重点治理对象 it is, its figures and what is planned there. 诸暨 sets none: no row there, and gov_list says so.
with
int_list_now as (select * from {{ ref('int_list_now') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
gov_parcel as (select * from {{ ref('gov_parcel') }})

select
    {{ list_columns() }},
    now.parcel_id,
    parcel.land_code,
    parcel.county_code,
    parcel.town_name,
    parcel.platform_name,
    parcel.location,
    parcel.ownership,
    parcel.land_area_sqm,
    parcel.planned_use,
    parcel.current_use,
    parcel.plan_conformity,
    parcel.land_status,
    holder.enterprise_name as holder_name,
    holder.uscc as holder_uscc,
    governed.user_count,
    now.band_code,
    governed.tax_wan_cny_per_mu,
    governed.is_borderline,
    governed.is_low_efficiency,
    governed.is_low_scattered,
    governed.is_collective_target
from int_list_now as now
inner join dim_parcel as parcel on now.parcel_id = parcel.parcel_id
inner join dim_enterprise as holder on parcel.holder_enterprise_id = holder.enterprise_id
inner join gov_parcel as governed
    on now.parcel_id = governed.parcel_id and now.data_year = governed.data_year
where now.governance_list_code = 'land_governance'
