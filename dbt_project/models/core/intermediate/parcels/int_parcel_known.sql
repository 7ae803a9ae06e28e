-- One row per parcel any list names, parcel another one took the place of, and NO_PARCEL, with its end and successor.
-- A parcel whose code was replaced stays as a row that ends: facts under the former code are its successor's.
with change as (
    select
        parent_parcel_id,
        min(change_date) as change_date,
        case
            when count(distinct child_parcel_id) = 1 and bool_and(kind in ('recode', 'code_issued'))
                then min(child_parcel_id)
        end as successor_parcel_id,
        min(former_code) as former_code,
        min(region_code) as region_code
    from {{ source('lake', 'parcel_lineage') }}
    where is_confirmed
    group by parent_parcel_id
)

select
    parcel.parcel_id,
    parcel.land_code,
    parcel.issuer,
    parcel.is_registered,
    parcel.region_code,
    parcel.county_code,
    parcel.holder_enterprise_id,
    parcel.holder_from_date,
    parcel.land_area_sqm,
    parcel.floor_area_sqm,
    parcel.floor_area_ratio,
    parcel.land_status,
    parcel.is_under_construction,
    not parcel.is_registered and change.parent_parcel_id is not null as is_superseded,
    change.change_date,
    change.successor_parcel_id
from {{ ref('shared_parcel') }} as parcel
left join change on parcel.parcel_id = change.parent_parcel_id
union all
select
    change.parent_parcel_id,
    change.former_code,
    coalesce(issuer.issuer_zh, '园区大脑临时编码'),
    false,
    change.region_code,
    null,
    'NO_ENTERPRISE',
    null,
    null,
    null,
    null,
    null,
    false,
    true,
    change.change_date,
    change.successor_parcel_id
from change
left join {{ ref('shared_parcel') }} as parcel on change.parent_parcel_id = parcel.parcel_id
left join {{ ref('parcel_issuer') }} as issuer
    on change.region_code = issuer.region_code and change.former_code is not null and issuer.valid_to is null
where parcel.parcel_id is null
union all
select
    'NO_PARCEL',
    null,
    '园区大脑',
    false,
    null,
    null,
    'NO_ENTERPRISE',
    null,
    null,
    null,
    null,
    null,
    false,
    false,
    null,
    null
