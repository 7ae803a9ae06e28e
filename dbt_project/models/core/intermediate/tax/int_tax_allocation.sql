-- One row per parcel, enterprise and month: contribution shared by used land in the same area, to the fen, with and
-- without 企业所得税. A tax that names its parcel goes there; what finds no land stays at NO_PARCEL.
with
int_tax_area_month as not materialized (select * from {{ ref('int_tax_area_month') }}),

amounts as (
    select
        enterprise_id,
        area_code,
        month_start,
        amount_cny,
        without_cit_cny
    from int_tax_area_month
    where parcel_id = 'NO_PARCEL'
),

{{ allocation_ctes(
    'amounts', ref('int_land_weight_month'), ['enterprise_id', 'area_code', 'month_start'],
    {'amount_cny': 2, 'without_cit_cny': 2}
) }}

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny,
    cast(sum(without_cit_cny) as decimal(18, 2)) as without_cit_cny
from (
    select
        parcel_id,
        enterprise_id,
        month_start,
        amount_cny,
        without_cit_cny
    from allocated
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        amount_cny,
        without_cit_cny
    from int_tax_area_month
    where parcel_id <> 'NO_PARCEL'
) as part
group by parcel_id, enterprise_id, month_start
