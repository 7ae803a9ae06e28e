-- Derive: code_lineage, one row per former and present land code of a parcel: what lists state, and a code that takes
-- the place of another in the next delivery at the same place with the same area. From register_row, register_code.
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

-- Gone in the next delivery, and another new there: the same place and (nearly) the same land, one for one.
create temp table replaced_lineage as
with pairs as (
    select
        gone.region_code,
        gone.land_code as former_code,
        fresh.land_code,
        fresh.first_end as seen_end,
        count(*) over (partition by gone.region_code, gone.part, gone.land_code) as fresh_count,
        count(*) over (partition by fresh.region_code, fresh.part, fresh.land_code) as gone_count
    from register_code as gone
    inner join register_code as fresh
        on
            gone.region_code = fresh.region_code
            and gone.part = fresh.part
            and gone.following_end = fresh.first_end
            and gone.latest.location = fresh.earliest.location
    cross join seed_land_tolerance as tolerance
    where
        gone.last_end < gone.newest_end
        and gone.latest.location <> ''
        and tolerance.tolerance_code = 'same_parcel'
        and abs(gone.latest.area - fresh.earliest.area)
        <= greatest(tolerance.absolute_sqm, tolerance.relative * gone.latest.area)
)

select
    region_code,
    former_code,
    land_code,
    seen_end
from pairs
where fresh_count = 1 and gone_count = 1;

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
