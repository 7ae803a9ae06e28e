-- One row per parcel, enterprise and month: land owned, leased in and let out at the month's last day.
-- Parts add up to the parcel: what a lease gives its tenant it takes from the payer, who is the lessor where the
-- lessor itself rents there (转租: the last link uses the land), else whoever holds the rest of the parcel.
with owner_month as (
    select
        parcel.parcel_id,
        month.month_start,
        case
            when not parcel.is_registered then coalesce(own_month.enterprise_id, 'NO_ENTERPRISE')
            when parcel.holder_from_date > month.month_end then 'NO_ENTERPRISE'
            else parcel.holder_enterprise_id
        end as enterprise_id,
        parcel.land_area_sqm
    from {{ ref('int_parcel') }} as parcel
    cross join {{ ref('dim_month') }} as month
    left join {{ ref('int_own_month') }} as own_month
        on parcel.parcel_id = own_month.parcel_id and month.month_start = own_month.month_start
),

lease_month as (
    select
        lease.parcel_id,
        month.month_start,
        lease.lessor_id,
        lease.lessee_id,
        lease.land_sqm
    from {{ ref('int_lease') }} as lease
    inner join {{ ref('dim_month') }} as month
        on
            coalesce(lease.start_date <= month.month_end, true)
            and coalesce(lease.end_date >= month.month_end, true)
),

tenant_month as (
    select
        parcel_id,
        lessee_id as enterprise_id,
        month_start,
        sum(land_sqm) as land_sqm,
        count(*) - count(land_sqm) as unknown_count
    from lease_month
    group by parcel_id, lessee_id, month_start
),

paid_month as (
    select
        lease_month.parcel_id,
        case when tenant.land_sqm is not null then lease_month.lessor_id else owner_month.enterprise_id end
            as enterprise_id,
        lease_month.month_start,
        sum(lease_month.land_sqm) as land_sqm
    from lease_month
    inner join owner_month
        on lease_month.parcel_id = owner_month.parcel_id and lease_month.month_start = owner_month.month_start
    left join tenant_month as tenant
        on
            lease_month.parcel_id = tenant.parcel_id
            and lease_month.lessor_id = tenant.enterprise_id
            and lease_month.month_start = tenant.month_start
    where lease_month.land_sqm is not null
    group by all
),

part as (
    select
        parcel_id,
        enterprise_id,
        month_start,
        land_area_sqm as own_sqm,
        cast(null as decimal(38, 4)) as leased_in_sqm,
        cast(null as decimal(38, 4)) as leased_out_sqm,
        land_area_sqm is null as is_unknown
    from owner_month
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        null,
        land_sqm,
        null,
        unknown_count > 0
    from tenant_month
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        null,
        null,
        land_sqm,
        false
    from paid_month
)

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(sum(own_sqm) as decimal(18, 4)) as land_own_sqm,
    cast(sum(leased_in_sqm) as decimal(18, 4)) as land_leased_in_sqm,
    cast(sum(leased_out_sqm) as decimal(18, 4)) as land_leased_out_sqm,
    -- Land let out of a parcel whose own area nobody states says nothing about the rest: it stays unknown.
    cast(case
        when sum(own_sqm) is not null or sum(leased_in_sqm) is not null
            then coalesce(sum(own_sqm), 0) + coalesce(sum(leased_in_sqm), 0) - coalesce(sum(leased_out_sqm), 0)
    end as decimal(18, 4)) as land_sqm,
    bool_or(is_unknown) as is_land_unknown
from part
group by parcel_id, enterprise_id, month_start
