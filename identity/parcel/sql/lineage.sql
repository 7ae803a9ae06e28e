-- Derive: code_lineage, one row per former and present land code of a parcel: as lists state, or because in the next
-- delivery one code replaces another at the same place with the same area. From register_row, register_code.
create temp table stated_lineage as
select
    rows.region_code,
    form.land_code as former_code,
    rows.land_code,
    max(rows.change_kind) as change_kind,
    max(rows.change_date) as change_date,
    min(rows.period_end) as seen_end
from register_row as rows
cross join unnest(rows.former_codes) as former (text)
inner join land_code_form as form on former.text = form.text
where rows.land_code is not null and form.land_code is not null and form.land_code <> rows.land_code
group by rows.region_code, form.land_code, rows.land_code;

-- A code missing from the next delivery and a new one in it: same place, (nearly) same area, one for one.
create temp table replaced_lineage as
with pairs as (
    select
        former.region_code,
        former.land_code as former_code,
        present.land_code,
        present.first_end as seen_end,
        count(*) over (partition by former.region_code, former.part, former.land_code) as present_count,
        count(*) over (partition by present.region_code, present.part, present.land_code) as former_count
    from register_code as former
    inner join register_code as present
        on
            former.region_code = present.region_code
            and former.part = present.part
            and former.following_end = present.first_end
            and former.latest.location = present.earliest.location
    cross join seed_land_tolerance as tolerance
    where
        former.last_end < former.newest_end
        and former.latest.location <> ''
        and tolerance.tolerance_code = 'same_parcel'
        and abs(former.latest.area - present.earliest.area)
        <= greatest(tolerance.absolute_sqm, tolerance.relative * former.latest.area)
)

select
    region_code,
    former_code,
    land_code,
    seen_end
from pairs
where present_count = 1 and former_count = 1;

create temp table code_lineage as
with joined as (
    select
        region_code,
        former_code,
        land_code,
        change_kind,
        change_date,
        seen_end,
        'stated' as method
    from stated_lineage
    union all
    select
        replaced.region_code,
        replaced.former_code,
        replaced.land_code,
        null,
        null,
        replaced.seen_end,
        'same_place'
    from replaced_lineage as replaced
    where
        replaced.former_code not in (select former_code from stated_lineage)
        and replaced.land_code not in (select land_code from stated_lineage)
),

counted as (
    select
        *,
        count(*) over (partition by region_code, former_code) as children,
        count(*) over (partition by region_code, land_code) as parents
    from joined
)

select
    region_code,
    former_code,
    land_code,
    case
        when change_kind = '分割' or children > 1 then 'split'
        when change_kind = '合并' or parents > 1 then 'merge'
        else 'recode'
    end as kind,
    coalesce(change_date, seen_end) as change_date,
    change_date is not null as is_date_stated,
    method
from counted;
