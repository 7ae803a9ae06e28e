-- One row per lease (or 其他 use) and month at whose end it runs, on the parcel that stood in its place then: a lease of
-- a part lay on the whole before the split. Where the list states it for both codes, the one valid then counts.
with
shared_lease as (select * from {{ ref('shared_lease') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }}),
dim_month as (select * from {{ ref('dim_month') }}),

placed as (
    select
        alias.valid_parcel_id as parcel_id,
        lease.parcel_id as stated_parcel_id,
        month.month_start,
        lease.lessor_id,
        lease.lessee_id,
        lease.use_kind,
        lease.land_basis,
        lease.land_sqm,
        lease.floor_sqm,
        lease.use_kind = 'lease' and not (lease.has_lessee and lease.has_lessor) as is_one_sided
    from shared_lease as lease
    inner join int_parcel_alias as alias on lease.parcel_id = alias.parcel_id
    inner join dim_month as month
        on
            month.month_end between alias.valid_from_date and alias.valid_to_date
            and coalesce(lease.start_date <= month.month_end, true)
            and coalesce(lease.end_date >= month.month_end, true)
),

moved as (
    select distinct parcel_id
    from placed
    where parcel_id <> stated_parcel_id
),

own as (
    select distinct
        placed.parcel_id,
        placed.month_start,
        placed.lessor_id,
        placed.lessee_id,
        placed.use_kind
    from placed
    inner join moved on placed.parcel_id = moved.parcel_id
    where placed.parcel_id = placed.stated_parcel_id
)

select placed.*
from placed
left join own
    on
        case when placed.parcel_id <> placed.stated_parcel_id then placed.parcel_id end = own.parcel_id
        and placed.month_start = own.month_start
        and placed.lessor_id = own.lessor_id
        and placed.lessee_id = own.lessee_id
        and placed.use_kind = own.use_kind
where own.parcel_id is null
