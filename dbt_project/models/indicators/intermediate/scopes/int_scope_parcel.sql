-- One row per scope, parcel and period: the share of its land that lies in the scope, and whether it counts there. Sums
-- of areas and taxes by scope come from int_parcel_leaf and int_scope_leaf, where shares are exact to the last unit.
with
int_parcel_leaf as (select * from {{ ref('int_parcel_leaf') }}),
int_scope_leaf as (select * from {{ ref('int_scope_leaf') }})

select
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    leaf.parcel_id,
    leaf.valid_from_date,
    leaf.valid_to_date,
    cast(sum(leaf.area_share) as decimal(9, 6)) as area_share,
    bool_or(leaf.is_main) as is_main,
    min(scope.entry_date) as entry_date
from int_parcel_leaf as leaf
inner join int_scope_leaf as scope
    on
        leaf.leaf_kind = scope.leaf_kind
        and leaf.leaf_code = scope.leaf_code
        and leaf.region_code = scope.region_code
group by
    scope.scope_kind, scope.scope_code, scope.region_code, leaf.parcel_id, leaf.valid_from_date, leaf.valid_to_date
