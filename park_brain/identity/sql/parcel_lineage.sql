-- Derive: table code_lineage, one row per former and present land code of a parcel, from table register_row (rows of
-- every delivered 工业用地底数清单, with land_code where it has one): what the list states, and a code that takes the
-- place of another in the next delivery at the same place with the same area. code_successor: where a code leads to.
create temp table register_code as
with delivered as (
    select
        region_code,
        part,
        period_end,
        lead(period_end) over (partition by region_code, part order by period_end) as next_end,
        max(period_end) over (partition by region_code, part) as newest_end
    from (
        select distinct
            region_code,
            part,
            period_end
        from register_row
    )
)

select
    rows.region_code,
    rows.part,
    rows.land_code,
    min(rows.period_end) as first_end,
    max(rows.period_end) as last_end,
    max(delivered.newest_end) as newest_end,
    -- The place and area it had first, to be compared with what was there before, and last.
    arg_min(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.place) as earliest,
    arg_max(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.place) as latest,
    arg_max(delivered.next_end, rows.place) as following_end
from (
    select
        *,
        row_number() over (order by period_end, received_at, batch_id, sheet, line) as place
    from register_row
    where land_code is not null
) as rows
inner join delivered
    on rows.region_code = delivered.region_code and rows.part = delivered.part and rows.period_end = delivered.period_end
group by rows.region_code, rows.part, rows.land_code;

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

-- One for one and no longer listed: the former code names the parcel that bears the new one. Followed to the end.
create temp table code_successor as
with recursive step as (
    select
        lineage.region_code,
        lineage.former_code,
        lineage.land_code
    from code_lineage as lineage
    left join register_code as listed
        on
            lineage.region_code = listed.region_code
            and lineage.former_code = listed.land_code
            and listed.last_end = listed.newest_end
    where lineage.kind = 'recode' and listed.land_code is null
),

chain as (
    select
        region_code,
        former_code,
        land_code,
        [former_code, land_code] as seen
    from step
    union all
    select
        chain.region_code,
        chain.former_code,
        step.land_code,
        list_append(chain.seen, step.land_code)
    from chain
    inner join step on chain.region_code = step.region_code and chain.land_code = step.former_code
    where not list_contains(chain.seen, step.land_code)
)

select
    chain.region_code,
    chain.former_code,
    chain.land_code
from chain
left join step on chain.region_code = step.region_code and chain.land_code = step.former_code
where step.former_code is null;
