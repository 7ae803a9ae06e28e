-- One row per parcel, data year, kind of place and smallest place it lies in at the year's end (or its own end): the
-- share of its land. What yearly figures of a parcel are shared out by.
with
dim_month as (select * from {{ ref('dim_month') }}),
int_parcel_leaf as (select * from {{ ref('int_parcel_leaf') }}),

year as (
    select distinct year_number
    from dim_month
)

select
    leaf.parcel_id,
    year.year_number,
    leaf.leaf_kind,
    leaf.leaf_code,
    leaf.region_code,
    leaf.area_share,
    leaf.is_main,
    make_date(year.year_number, 1, 1) as valid_from_date,
    make_date(year.year_number, 12, 31) as valid_to_date
from int_parcel_leaf as leaf
inner join year
    on
        coalesce(year(leaf.valid_from_date) <= year.year_number, true)
        and coalesce(year(leaf.valid_to_date) >= year.year_number, true)
-- Of two periods in a year the later counts.
qualify
    rank() over (
        partition by leaf.parcel_id, year.year_number, leaf.leaf_kind
        order by leaf.valid_from_date desc nulls last
    ) = 1
