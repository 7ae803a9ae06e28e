-- One row per object that is classified (enterprise or parcel), region and data year: when it is judged, its town, and
-- whether its 亩均税收 may be judged ('ended': the parcel is no more on the status date).
with
int_enterprise_year as (select * from {{ ref('int_enterprise_year') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_parcel_year as (select * from {{ ref('int_parcel_year') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }})

select
    'enterprise' as object_kind,
    figure.enterprise_id as object_id,
    figure.region_code,
    figure.data_year,
    figure.status_month,
    figure.status_date,
    case when enterprise.region_code = figure.region_code then enterprise.town_name end as town_name,
    figure.evaluable_state
from int_enterprise_year as figure
inner join dim_enterprise as enterprise on figure.enterprise_id = enterprise.enterprise_id
union all
select
    'parcel',
    figure.parcel_id,
    figure.region_code,
    figure.data_year,
    figure.status_month,
    figure.status_date,
    parcel.town_name,
    case when figure.is_existing then figure.evaluable_state else 'ended' end
from int_parcel_year as figure
inner join dim_parcel as parcel on figure.parcel_id = parcel.parcel_id
