-- One row per lease, 其他 use or owned property unit and month: the land it gives its user and takes from the payer.
-- The payer is the lessor where the lessor itself rents or owns a unit there (转租: the last link uses the land), else
-- whoever holds the rest of the parcel; a unit is always taken from the holder.
with
int_unit_owner as (select * from {{ ref('int_unit_owner') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }}),
dim_month as (select * from {{ ref('dim_month') }}),
shared_lease_month as not materialized (select * from {{ ref('shared_lease_month') }}),
shared_holder_month as not materialized (select * from {{ ref('shared_holder_month') }}),

unit_month as (
    select
        alias.valid_parcel_id as parcel_id,
        month.month_start,
        owner.enterprise_id,
        owner.land_basis,
        owner.land_sqm,
        owner.floor_sqm
    from int_unit_owner as owner
    inner join int_parcel_alias as alias on owner.parcel_id = alias.parcel_id
    inner join dim_month as month
        on
            month.month_end between alias.valid_from_date and alias.valid_to_date
            and coalesce(owner.valid_from_date <= month.month_end, true)
),

-- Who has land of another's parcel to let on.
landed as (
    select
        parcel_id,
        month_start,
        lessee_id as enterprise_id
    from shared_lease_month
    where land_sqm is not null
    union
    select
        parcel_id,
        month_start,
        enterprise_id
    from unit_month
    where land_sqm is not null
)

select
    lease.parcel_id,
    lease.month_start,
    case lease.use_kind when 'other' then 'other' else 'leased' end as transfer_kind,
    coalesce(landed.enterprise_id, holder.enterprise_id) as payer_id,
    lease.lessee_id as user_id,
    lease.land_basis,
    lease.land_sqm,
    lease.floor_sqm,
    lease.is_one_sided
from shared_lease_month as lease
inner join shared_holder_month as holder
    on lease.parcel_id = holder.parcel_id and lease.month_start = holder.month_start
left join landed
    on
        lease.parcel_id = landed.parcel_id
        and lease.month_start = landed.month_start
        and lease.lessor_id = landed.enterprise_id
union all
select
    unit.parcel_id,
    unit.month_start,
    'unit' as transfer_kind,
    holder.enterprise_id as payer_id,
    unit.enterprise_id as user_id,
    unit.land_basis,
    unit.land_sqm,
    unit.floor_sqm,
    false as is_one_sided
from unit_month as unit
inner join shared_holder_month as holder
    on unit.parcel_id = holder.parcel_id and unit.month_start = holder.month_start
where unit.enterprise_id <> holder.enterprise_id
