-- One row per parcel, enterprise and month: contribution shared by used land in the same area, to the fen.
-- 建设期 parcels carry no weight; a tax that names its parcel goes there; what finds no land stays at NO_PARCEL.
with weight as (
    select
        land.parcel_id,
        land.enterprise_id,
        land.month_start,
        parcel.area_code,
        {{ units('land.land_sqm', 4) }} as weight
    from {{ ref('int_land_month') }} as land
    inner join {{ ref('int_parcel') }} as parcel on land.parcel_id = parcel.parcel_id
    where land.land_sqm > 0 and not parcel.is_under_construction and land.enterprise_id <> 'NO_ENTERPRISE'
),

total as (
    select
        enterprise_id,
        area_code,
        month_start,
        sum(weight) as total_weight,
        count(*) as parcel_count,
        min(parcel_id) as only_parcel_id
    from weight
    group by enterprise_id, area_code, month_start
),

matched as (
    select
        tax.enterprise_id,
        tax.area_code,
        tax.month_start,
        tax.amount_cny,
        total.total_weight,
        total.only_parcel_id,
        coalesce(total.parcel_count, 0) as parcel_count
    from {{ ref('int_tax_area_month') }} as tax
    left join total
        on
            tax.enterprise_id = total.enterprise_id
            and tax.area_code = total.area_code
            and tax.month_start = total.month_start
),

floored as (
    select
        weight.parcel_id,
        matched.enterprise_id,
        matched.area_code,
        matched.month_start,
        matched.amount_cny,
        {{ share_floor('matched.amount_cny', 2, 'weight.weight', 'matched.total_weight') }} as floor_units,
        {{ share_remainder('matched.amount_cny', 2, 'weight.weight', 'matched.total_weight') }} as remainder
    from matched
    inner join weight
        on
            matched.enterprise_id = weight.enterprise_id
            and matched.area_code = weight.area_code
            and matched.month_start = weight.month_start
    where matched.parcel_count > 1
),

allocated as (
    select
        parcel_id,
        enterprise_id,
        month_start,
        {{ share(
            'amount_cny', 2, 'floor_units', 'remainder', 'enterprise_id, area_code, month_start', 'parcel_id'
        ) }} as amount_cny
    from floored
    union all
    -- One parcel, or none, takes all: no window needed, and this is nearly every row.
    select
        coalesce(only_parcel_id, 'NO_PARCEL') as parcel_id,
        enterprise_id,
        month_start,
        amount_cny
    from matched
    where parcel_count <= 1
    union all
    select
        parcel_id,
        enterprise_id,
        paid_month,
        amount_cny
    from {{ ref('fct_tax_payment') }}
    where is_contribution and is_of_named_parcel
)

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny
from allocated
group by parcel_id, enterprise_id, month_start
