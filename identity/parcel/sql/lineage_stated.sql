-- Derive: parcel_lineage_stated, one row per former parcel and its successor as the lists state or show, from
-- parcel_anchor, register_row, register_code and code_lineage.
-- Parcels that had a temporary key before a code was issued at their place; the register may state the day (补码).
create temp table issued_lineage as
with stated as (
    select
        region_code,
        land_code,
        min(change_date) as issued_date
    from register_row
    where change_kind = '补码' and land_code is not null
    group by region_code, land_code
)

select
    rows.region_code,
    'P' || left(sha256(anchor.temporary_anchor), 16) as parent_parcel_id,
    'P' || left(sha256(anchor.land_code), 16) as child_parcel_id,
    coalesce(min(stated.issued_date), min(coded.first_end)) as change_date,
    min(stated.issued_date) is not null as is_date_stated
from register_row as rows
inner join parcel_anchor as anchor
    on
        rows.region_code = anchor.region_code
        and rows.land_code_text = anchor.land_code_text
        and rows.location_text = anchor.location_text
        and rows.place_text = anchor.place_text
inner join register_code as coded on anchor.region_code = coded.region_code and anchor.land_code = coded.land_code
left join stated on anchor.region_code = stated.region_code and anchor.land_code = stated.land_code
where anchor.method = 'location' and anchor.own_code is null
group by rows.region_code, anchor.temporary_anchor, anchor.land_code
having max(rows.period_end) < min(coded.first_end);

create temp table coded_lineage as
with area as (
    select
        region_code,
        land_code,
        max(latest.area) as area_sqm
    from register_code
    group by region_code, land_code
)

select
    lineage.region_code,
    'P' || left(sha256(lineage.former_code), 16) as parent_parcel_id,
    'P' || left(sha256(lineage.land_code), 16) as child_parcel_id,
    lineage.former_code,
    lineage.land_code,
    lineage.kind,
    lineage.change_date,
    lineage.method,
    case
        when lineage.method = 'same_place' then '同一坐落、面积相近，新代码在旧代码不再列出时出现'
        when lineage.is_date_stated then '清单填报的原宗地代码和变更日期'
        else '清单填报的原宗地代码，日期为首次列出的清单'
    end as evidence,
    area.area_sqm
from code_lineage as lineage
left join area on lineage.region_code = area.region_code and lineage.land_code = area.land_code;

-- Shares in millionths of the parent, by largest remainder so that they add up to 1.
create temp table parcel_lineage_stated as
with weighed as (
    select
        *,
        cast(cast(area_sqm as decimal(28, 4)) * 10000 as hugeint) as units,
        case when kind <> 'split' then 1000000 end as whole,
        bool_and(area_sqm is not null) over parent as is_known,
        sum(cast(cast(area_sqm as decimal(28, 4)) * 10000 as hugeint)) over parent as total
    from coded_lineage
    window parent as (partition by parent_parcel_id)
),

floored as (
    select
        *,
        case when kind = 'split' and is_known then units * 1000000 // total end as base,
        case when kind = 'split' and is_known then units * 1000000 % total end as remainder
    from weighed
),

shared as (
    select
        *,
        coalesce(
            whole,
            base + case
                when
                    row_number() over (partition by parent_parcel_id order by remainder desc, child_parcel_id asc)
                    <= 1000000 - sum(base) over (partition by parent_parcel_id)
                    then 1
                else 0
            end
        ) as millionths
    from floored
)

select
    region_code,
    parent_parcel_id,
    child_parcel_id,
    former_code,
    land_code,
    kind,
    change_date,
    cast(millionths * 0.000001 as decimal(9, 6)) as area_share,
    method,
    evidence
from shared
union all
select
    region_code,
    parent_parcel_id,
    child_parcel_id,
    null,
    null,
    'code_issued',
    change_date,
    cast(1 as decimal(9, 6)),
    'same_place',
    '原无代码的地块，同一坐落后来有了宗地代码' || case when is_date_stated then '，日期为清单填报的补码日期' else '' end
from issued_lineage;
