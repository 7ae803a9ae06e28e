-- One row per parcel, enterprise and month: land and floor owned, leased in, let out and otherwise occupied at the
-- month's last day. Parts add up to the parcel: what a lease or a property unit gives its user it takes from the payer.
{% set sums = ['own', 'unit_out', 'leased_in', 'leased_out', 'other_in', 'other_out'] %}
with
shared_holder_month as not materialized (select * from {{ ref('shared_holder_month') }}),
int_land_transfer_month as not materialized (select * from {{ ref('int_land_transfer_month') }}),

part as (
    select
        parcel_id,
        enterprise_id,
        month_start,
        'own' as kind,
        land_area_sqm as land_sqm,
        floor_area_sqm as floor_sqm,
        land_basis,
        false as is_one_sided
    from shared_holder_month
    where parcel_id in (select transfer.parcel_id from int_land_transfer_month as transfer)
    union all
    select
        parcel_id,
        user_id,
        month_start,
        case transfer_kind when 'unit' then 'own' when 'leased' then 'leased_in' else 'other_in' end,
        land_sqm,
        floor_sqm,
        land_basis,
        is_one_sided
    from int_land_transfer_month
    union all
    select
        parcel_id,
        payer_id,
        month_start,
        case transfer_kind when 'unit' then 'unit_out' when 'leased' then 'leased_out' else 'other_out' end,
        land_sqm,
        floor_sqm,
        null,
        is_one_sided
    from int_land_transfer_month
),

summed as (
    select
        parcel_id,
        enterprise_id,
        month_start,
        {% for kind in sums %}
        sum(land_sqm) filter (where kind = '{{ kind }}') as {{ kind }}_sqm,
        {% endfor %}
        {% for kind in ['own', 'unit_out', 'leased_in', 'leased_out'] %}
        sum(floor_sqm) filter (where kind = '{{ kind }}') as {{ kind }}_floor_sqm,
        {% endfor %}
        count(*) filter (where kind in ('leased_out', 'other_out')) as let_count,
        case when min(land_basis) = max(land_basis) then min(land_basis) else 'mixed' end as land_basis,
        coalesce(bool_or(land_sqm is null) filter (where land_basis is not null), false) as is_land_unknown,
        bool_or(land_sqm is null and land_basis is null) as has_user_of_unknown_land,
        bool_or(is_one_sided) as is_one_sided
    from part
    group by parcel_id, enterprise_id, month_start
),

shown as (
    select
        *,
        cast(own_sqm - coalesce(unit_out_sqm, 0) as decimal(18, 4)) as land_own_sqm,
        {% for kind in ['leased_in', 'leased_out'] %}
        cast({{ kind }}_sqm as decimal(18, 4)) as land_{{ kind }}_sqm,
        cast({{ kind }}_floor_sqm as decimal(18, 4)) as floor_{{ kind }}_sqm,
        {% endfor %}
        cast(coalesce(other_in_sqm - coalesce(other_out_sqm, 0), -other_out_sqm) as decimal(18, 4)) as land_other_sqm,
        cast(own_floor_sqm - coalesce(unit_out_floor_sqm, 0) as decimal(18, 4)) as floor_own_sqm,
        -- Land given away out of a parcel whose own area nobody states says nothing about the rest: it stays unknown.
        cast(case
            when coalesce(own_sqm, leased_in_sqm, other_in_sqm) is not null
                then
                    coalesce(own_sqm, 0) - coalesce(unit_out_sqm, 0) + coalesce(leased_in_sqm, 0)
                    - coalesce(leased_out_sqm, 0) + coalesce(other_in_sqm, 0) - coalesce(other_out_sqm, 0)
        end as decimal(18, 4)) as land_sqm
    from summed
)

select
    parcel_id,
    enterprise_id,
    month_start,
    land_own_sqm,
    land_leased_in_sqm,
    land_leased_out_sqm,
    land_other_sqm,
    land_sqm,
    floor_own_sqm,
    floor_leased_in_sqm,
    floor_leased_out_sqm,
    land_basis,
    is_land_unknown,
    has_user_of_unknown_land,
    is_one_sided,
    -- Lives on rent here: lets land and uses none itself, but for the rounding of each lease.
    coalesce(let_count > 0 and land_sqm >= 0 and {{ units('land_sqm', 4) }} <= let_count, false) as is_landlord_only
from shown
union all
-- Nothing let, sold or rented: the holder uses it all. That is nearly every parcel, and needs no grouping.
select
    parcel_id,
    enterprise_id,
    month_start,
    land_area_sqm as land_own_sqm,
    null as land_leased_in_sqm,
    null as land_leased_out_sqm,
    null as land_other_sqm,
    land_area_sqm as land_sqm,
    floor_area_sqm as floor_own_sqm,
    null as floor_leased_in_sqm,
    null as floor_leased_out_sqm,
    land_basis,
    land_area_sqm is null as is_land_unknown,
    false as has_user_of_unknown_land,
    false as is_one_sided,
    false as is_landlord_only
from shared_holder_month
where parcel_id not in (select transfer.parcel_id from int_land_transfer_month as transfer)
