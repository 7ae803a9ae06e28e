-- One row per lease whose lessor itself rents on the parcel while it runs (转租), with its depth: 2 = let on once.
-- Leases that go round in a circle without an owner at its head have no depth.
with recursive link as (
    select
        sub.lease_id,
        head.lease_id as head_lease_id,
        count(*) over (partition by sub.parcel_id) as link_count
    from {{ ref('shared_lease') }} as sub
    inner join {{ ref('shared_lease') }} as head
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
)

select distinct
    link.lease_id,
    shortest.depth
from link
left join shortest on link.lease_id = shortest.lease_id
