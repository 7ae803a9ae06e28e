-- One row per (parcel, enterprise) object on the merged 治理清单 of a region in the newest month of the mart: which lists
-- and kinds of 重点治理对象 it is on and why. NO_ENTERPRISE: the parcel has no user; NO_PARCEL: the enterprise uses none.
with
int_list_now as (select * from {{ ref('int_list_now') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }})

select
    {{ list_columns() }},
    now.parcel_id,
    parcel.land_code,
    parcel.county_code,
    case when now.parcel_id = 'NO_PARCEL' then enterprise.town_name else parcel.town_name end as town_name,
    parcel.platform_name,
    parcel.location,
    parcel.ownership,
    parcel.land_area_sqm,
    now.enterprise_id,
    enterprise.enterprise_name,
    enterprise.uscc,
    now.listed_by as listed_by_codes,
    now.band_code
from int_list_now as now
inner join dim_parcel as parcel on now.parcel_id = parcel.parcel_id
inner join dim_enterprise as enterprise on now.enterprise_id = enterprise.enterprise_id
where now.governance_list_code = 'merged'
