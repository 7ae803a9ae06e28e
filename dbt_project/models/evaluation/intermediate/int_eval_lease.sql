-- One row per evaluation unit that lets land or rents all of it on 31 December of its data year: how many firms outside
-- the unit rent from it, and of one without own land the unit that owns the largest parcel it rents on (宗地主).
with
dim_month as (select * from {{ ref('dim_month') }}),
int_eval_member as (select * from {{ ref('int_eval_member') }}),
shared_lease_month as (select * from {{ ref('shared_lease_month') }}),
shared_parcel as not materialized (select * from {{ ref('shared_parcel') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_holder_month as (select * from {{ ref('shared_holder_month') }}),
bridge_parcel_platform as (select * from {{ ref('bridge_parcel_platform') }}),
dim_platform as (select * from {{ ref('dim_platform') }}),

december as (
    select
        month_start,
        year_number
    from dim_month
    where month_number = 12
),

member as (
    select
        eval_unit_id,
        enterprise_id,
        region_code,
        data_year
    from int_eval_member
),

letting as (
    select
        lessor.eval_unit_id,
        count(distinct lease.lessee_id) as tenant_count
    from shared_lease_month as lease
    inner join december on lease.month_start = december.month_start
    inner join shared_parcel as parcel on lease.parcel_id = parcel.parcel_id
    inner join member as lessor
        on
            lease.lessor_id = lessor.enterprise_id
            and parcel.region_code = lessor.region_code
            and december.year_number = lessor.data_year
    left join member as lessee
        on
            lease.lessee_id = lessee.enterprise_id
            and parcel.region_code = lessee.region_code
            and december.year_number = lessee.data_year
    where
        lease.use_kind = 'lease'
        and lease.lessee_id <> 'NO_ENTERPRISE'
        and lessor.eval_unit_id is distinct from lessee.eval_unit_id
    group by lessor.eval_unit_id
),

renting as (
    select
        member.eval_unit_id,
        parcel.parcel_id,
        parcel.region_code,
        land.month_start,
        december.year_number,
        sum(land.land_leased_in_sqm) as leased_sqm,
        sum(coalesce(sum(land.land_own_sqm), 0)) over (partition by member.eval_unit_id) as unit_own_sqm
    from shared_land_month as land
    inner join december on land.month_start = december.month_start
    inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
    inner join member
        on
            land.enterprise_id = member.enterprise_id
            and parcel.region_code = member.region_code
            and december.year_number = member.data_year
    group by member.eval_unit_id, parcel.parcel_id, parcel.region_code, land.month_start, december.year_number
),

largest as (
    select
        *,
        row_number() over (partition by eval_unit_id order by leased_sqm desc, parcel_id asc) as place
    from renting
    where leased_sqm > 0 and unit_own_sqm <= 0
),

tenant as (
    select
        largest.eval_unit_id,
        owner.eval_unit_id as owner_unit_id,
        coalesce(bool_or(platform.platform_kind = '小微企业园'), false) as is_in_micro_park
    from largest
    left join shared_holder_month as holder
        on largest.parcel_id = holder.parcel_id and largest.month_start = holder.month_start
    left join member as owner
        on
            holder.enterprise_id = owner.enterprise_id
            and largest.region_code = owner.region_code
            and largest.year_number = owner.data_year
    left join bridge_parcel_platform as place
        on {{ in_scope_on('largest', 'place', 'last_day(largest.month_start)') }} and place.is_main
    left join dim_platform as platform on place.platform_id = platform.platform_id
    where largest.place = 1
    group by largest.eval_unit_id, owner.eval_unit_id
)

select
    coalesce(letting.eval_unit_id, tenant.eval_unit_id) as eval_unit_id,
    coalesce(letting.tenant_count, 0) as tenant_count,
    tenant.eval_unit_id is not null as is_tenant,
    tenant.owner_unit_id,
    coalesce(tenant.is_in_micro_park, false) as is_in_micro_park
from letting
full outer join tenant on letting.eval_unit_id = tenant.eval_unit_id
