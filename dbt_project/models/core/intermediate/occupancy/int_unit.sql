-- One row per property unit in force, of what its owners state together: certificate and floor where they agree, who
-- owns it, and how many units of the parcel share its place and floor (a lease that names these means one unit only
-- where there is one).
with
int_unit_statement as (select * from {{ ref('int_unit_statement') }}),

unit as (
    select
        parcel_id,
        unit_key,
        case when min(certificate_sqm) = max(certificate_sqm) then min(certificate_sqm) end as certificate_sqm,
        coalesce(min(certificate_sqm) <> max(certificate_sqm), false) as is_contradictory,
        case when min(floor_area_sqm) = max(floor_area_sqm) then min(floor_area_sqm) end as floor_sqm,
        case when min(location) = max(location) then min(location) end as location,
        count(distinct enterprise_id) as owner_count,
        count(distinct enterprise_id) filter (where ownership_share_pct is null) as unshared_count,
        sum(ownership_share_pct) as stated_share_pct,
        min(ownership_share_pct) as least_share_pct
    from int_unit_statement
    group by parcel_id, unit_key
)

select
    *,
    count(*) over (partition by parcel_id, location, floor_sqm) as place_count
from unit
