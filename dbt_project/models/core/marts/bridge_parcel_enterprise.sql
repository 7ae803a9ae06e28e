-- One row per parcel, enterprise, tenure, counterparty, first and last day, and unit or lease: who may use which land
-- from when to when, and on what evidence. The holder's row has the whole parcel; property units of others and leases
-- are rows of their own, to be taken from it (fct_parcel_enterprise does).
with recursive
shared_lease as not materialized (select * from {{ ref('shared_lease') }}),
int_holding as (select * from {{ ref('int_holding') }}),
int_unit_owner as (select * from {{ ref('int_unit_owner') }}),

link as (
    select
        sub.lease_id,
        head.lease_id as head_lease_id,
        count(*) over (partition by sub.parcel_id) as link_count
    from shared_lease as sub
    inner join shared_lease as head
        on
            sub.parcel_id = head.parcel_id
            and sub.lessor_id = head.lessee_id
            and sub.lease_id <> head.lease_id
            and coalesce(sub.start_date <= head.end_date, true)
            and coalesce(sub.end_date >= head.start_date, true)
    where sub.use_kind = 'lease' and head.use_kind = 'lease' and sub.lessor_id <> 'NO_ENTERPRISE'
),

-- No chain is longer than its parcel has links; that ends a circle below a head too.
chain as (
    select
        link.lease_id,
        2 as depth
    from link
    left join link as higher on link.head_lease_id = higher.lease_id
    where higher.lease_id is null
    union
    select
        link.lease_id,
        chain.depth + 1
    from chain
    inner join link on chain.lease_id = link.head_lease_id
    where chain.depth <= link.link_count
),

shortest as (
    select
        lease_id,
        min(depth) as depth
    from chain
    group by lease_id
),

-- One row per lease whose lessor itself rents on the parcel while it runs (转租), with its depth: 2 = let on once.
-- Leases that go round in a circle without an owner at its head have no depth.
sublease as (
    select distinct
        link.lease_id,
        shortest.depth
    from link
    left join shortest on link.lease_id = shortest.lease_id
)

select
    parcel_id,
    enterprise_id,
    'own' as tenure,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    valid_from_date,
    valid_to_date,
    '' as source_key,
    case when land_sqm is null then 'unknown' else land_basis end as land_basis,
    land_sqm,
    floor_sqm,
    cast(null as decimal(18, 4)) as ownership_share_pct,
    0 as sublease_depth,
    false as is_one_sided,
    region_code
from int_holding
union all
select
    parcel_id,
    enterprise_id,
    'own',
    'NO_ENTERPRISE',
    valid_from_date,
    null,
    unit_key,
    land_basis,
    land_sqm,
    floor_sqm,
    ownership_share_pct,
    0,
    false,
    region_code
from int_unit_owner
{% for tenure, side, other in [('leased_in', 'lessee', 'lessor'), ('leased_out', 'lessor', 'lessee')] %}
union all
select
    lease.parcel_id,
    lease.{{ side }}_id,
    case lease.use_kind when 'other' then 'other' else '{{ tenure }}' end,
    lease.{{ other }}_id,
    lease.start_date,
    lease.end_date,
    lease.lease_id,
    lease.land_basis,
    lease.land_sqm,
    lease.floor_sqm,
    null,
    case
        when lease.use_kind = 'other' then null
        when sublease.lease_id is null then 1
        else sublease.depth
    end,
    lease.use_kind = 'lease' and not (lease.has_lessee and lease.has_lessor),
    lease.region_code
from shared_lease as lease
left join sublease on lease.lease_id = sublease.lease_id
{% if tenure == 'leased_out' -%}
where lease.use_kind = 'lease'
{% endif %}
{% endfor %}
