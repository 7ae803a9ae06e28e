-- The central join by hand: fct_parcel_enterprise straight from the selected and derived Parquet, without dbt.
-- A second pair of eyes for the stories told in these tests; it knows no strata, lineage, former holders or other use.
-- Variables (SET VARIABLE): work = folder with selected/ and derived/; seeds = dbt_project/seeds; business_date.
create or replace temp table months as
with bounds as (
    select
        cast(
            date_trunc('month', cast(getvariable('business_date') as date) + interval 1 day) - interval 1 month as date
        )
            as last_month,
        (
            select min(period_start)
            from read_parquet(getvariable('work') || '/selected/_batches/all.parquet')
            where
                selection = 'selected'
                and list_code in ('tax.tax_paid', 'economy.output', 'economy.above_scale_roster')
        ) as first_date
)

select
    cast(month_start as date) as month_start,
    last_day(cast(month_start as date)) as month_end,
    year(month_start) as year_number
from (
    select
        unnest(generate_series(
            date_trunc('year', least(coalesce(first_date, last_month), last_month)), last_month, interval 1 month
        )) as month_start
    from bounds
) as spread;

create or replace temp table counties as
select
    division_code,
    division_zh,
    parent_code
from read_csv(getvariable('seeds') || '/ref_division.csv', all_varchar = true)
where division_level = 'county';

create or replace temp table enterprise_keys as
select
    region_code,
    uscc_text,
    name_text,
    enterprise_id
from read_parquet(getvariable('work') || '/derived/enterprise_key.parquet');

create or replace temp table parcel_keys as
select distinct
    region_code,
    land_code_text,
    location_text,
    parcel_id,
    land_code
from read_parquet(getvariable('work') || '/derived/parcel_key.parquet');

-- Newest delivered period of each list, region and part; a nil delivery counts.
create or replace temp table newest_period as
select
    list_code,
    region_code,
    part,
    max(period_end) as period_end
from read_parquet(getvariable('work') || '/selected/_batches/all.parquet')
where selection = 'selected'
group by list_code, region_code, part;

-- Statements of the newest occupancy list of each (region, part).
create or replace temp table occupancy as
with raw as (
    select listed.*
    from read_parquet(getvariable('work') || '/selected/land.occupancy/*.parquet') as listed
    inner join newest_period as newest
        on
            newest.list_code = 'land.occupancy'
            and listed._region_code = newest.region_code
            and listed._part = newest.part
            and listed._period_end = newest.period_end
)

select
    raw.tenure,
    raw.location,
    raw.land_area_sqm,
    raw.floor_area_sqm,
    raw.start_date,
    raw.end_date,
    raw._batch_id,
    raw._sheet,
    raw._line,
    raw._received_at,
    parcel.parcel_id,
    county.division_code as county_code,
    coalesce(occupant.enterprise_id, 'NO_ENTERPRISE') as occupant_id,
    coalesce(counterparty.enterprise_id, 'NO_ENTERPRISE') as counterparty_id
from raw
inner join parcel_keys as parcel
    on
        raw._region_code = parcel.region_code
        and coalesce(raw.land_code, '') = parcel.land_code_text
        and coalesce(raw.location, '') = parcel.location_text
left join enterprise_keys as occupant
    on
        raw._region_code = occupant.region_code
        and coalesce(raw.occupant_uscc, '') = occupant.uscc_text
        and coalesce(raw.occupant_name, '') = occupant.name_text
left join enterprise_keys as counterparty
    on
        raw._region_code = counterparty.region_code
        and coalesce(raw.counterparty_uscc, '') = counterparty.uscc_text
        and coalesce(raw.counterparty_name, '') = counterparty.name_text
left join counties as county on raw._region_code = county.parent_code and raw.county_name = county.division_zh;

create or replace temp table register as
with raw as (
    select listed.*
    from read_parquet(getvariable('work') || '/selected/land.parcel_register/*.parquet') as listed
    inner join newest_period as newest
        on
            newest.list_code = 'land.parcel_register'
            and listed._region_code = newest.region_code
            and listed._part = newest.part
            and listed._period_end = newest.period_end
)

select
    parcel.parcel_id,
    raw._region_code as region_code,
    county.division_code as county_code,
    coalesce(holder.enterprise_id, 'NO_ENTERPRISE') as holder_id,
    raw.supply_date,
    raw.land_area_sqm,
    raw.floor_area_sqm,
    raw.floor_area_ratio,
    raw.land_status
from raw
inner join parcel_keys as parcel
    on
        raw._region_code = parcel.region_code
        and coalesce(raw.land_code, left(raw.unit_code, 19), '') = parcel.land_code_text
        and coalesce(raw.location, '') = parcel.location_text
left join enterprise_keys as holder
    on
        raw._region_code = holder.region_code
        and coalesce(raw.holder_uscc, '') = holder.uscc_text
        and coalesce(raw.holder_name, '') = holder.name_text
left join counties as county on raw._region_code = county.parent_code and raw.county_name = county.division_zh
qualify row_number() over (
    partition by parcel.parcel_id
    order by raw._period_end desc, raw._received_at desc, raw._batch_id desc, raw._sheet desc, raw._line desc
) = 1;

-- Own statements, the latest beginning of a parcel first.
create or replace temp table own_statements as
select
    *,
    row_number() over (
        partition by parcel_id
        order by start_date desc nulls last, _received_at desc, _batch_id asc, _sheet asc, _line asc
    ) as place
from (
    select *
    from occupancy
    where tenure = '自有'
    qualify row_number() over (
        partition by parcel_id, occupant_id, start_date
        order by _received_at desc, _batch_id asc, _sheet asc, _line asc
    ) = 1
) as statement;

create or replace temp table parcels as
with own_statement as (
    select
        parcel_id,
        occupant_id,
        min(start_date) as start_date,
        arg_min(land_area_sqm, place) filter (where land_area_sqm is not null) as land_area_sqm
    from own_statements
    group by parcel_id, occupant_id
),

stated as (
    select
        parcel_id,
        arg_min(land_area_sqm, place) filter (where land_area_sqm is not null) as land_area_sqm,
        max(county_code) filter (where place = 1) as county_code
    from own_statements
    group by parcel_id
),

seen as (
    select
        parcel_id,
        max(land_code) as land_code,
        min(region_code) as region_code
    from parcel_keys
    group by parcel_id
)

select
    seen.parcel_id,
    register.parcel_id is not null as is_registered,
    coalesce(register.holder_id, 'NO_ENTERPRISE') as holder_id,
    coalesce(own_statement.start_date, register.supply_date) as holder_from_date,
    case
        when register.parcel_id is not null then coalesce(register.land_area_sqm, own_statement.land_area_sqm)
        else stated.land_area_sqm
    end as land_area_sqm,
    register.floor_area_sqm,
    register.floor_area_ratio,
    coalesce(register.land_status = '建设期', false) as is_under_construction,
    coalesce(
        register.county_code, stated.county_code, county.division_code, register.region_code, seen.region_code
    ) as area_code
from seen
left join register on seen.parcel_id = register.parcel_id
left join stated on seen.parcel_id = stated.parcel_id
left join own_statement
    on register.parcel_id = own_statement.parcel_id and register.holder_id = own_statement.occupant_id
left join counties as county
    on
        coalesce(register.region_code, seen.region_code) = county.parent_code
        and left(seen.land_code, 6) = county.division_code;

-- One row per lease, the lessee's statement first; land by stated area, floor share, floor and 容积率, else unknown.
create or replace temp table leases as
with statement as (
    select
        *,
        tenure = '出租' as is_lessor,
        tenure = '其他' as is_other,
        case when tenure = '出租' then occupant_id else counterparty_id end as lessor_id,
        case when tenure = '出租' then counterparty_id else occupant_id end as lessee_id
    from occupancy
    where tenure in ('承租', '出租', '其他')
),

-- An empty start means the only lease the other side states of the same pair and parcel.
side_start as (
    select
        parcel_id,
        lessor_id,
        lessee_id,
        is_other,
        is_lessor,
        min(start_date) as first_date,
        case when count(start_date) = count(*) and min(start_date) = max(start_date) then min(start_date) end
            as only_date
    from statement
    group by all
),

dated as (
    select
        statement.* replace (
            case when own.first_date is null then other.only_date else statement.start_date end as start_date
        )
    from statement
    inner join side_start as own
        on
            statement.parcel_id = own.parcel_id
            and statement.lessor_id = own.lessor_id
            and statement.lessee_id = own.lessee_id
            and statement.is_other = own.is_other
            and statement.is_lessor = own.is_lessor
    left join side_start as other
        on
            statement.parcel_id = other.parcel_id
            and statement.lessor_id = other.lessor_id
            and statement.lessee_id = other.lessee_id
            and statement.is_other = other.is_other
            and statement.is_lessor <> other.is_lessor
),

-- The newest batch of each side, each place and area in it once.
placed as (
    select
        *,
        row_number() over (
            partition by
                parcel_id, lessor_id, lessee_id, start_date, is_other, is_lessor,
                location, land_area_sqm, floor_area_sqm
            order by _sheet desc, _line desc
        ) as place
    from dated
    qualify dense_rank() over (
        partition by parcel_id, lessor_id, lessee_id, start_date, is_other, is_lessor
        order by _received_at desc, _batch_id desc
    ) = 1
),

ended as (
    select
        *,
        dense_rank() over (
            partition by parcel_id, lessor_id, lessee_id, start_date, is_other, is_lessor
            order by end_date asc nulls last
        ) as end_number
    from placed
    where place = 1
),

sides as (
    select
        parcel_id,
        lessor_id,
        lessee_id,
        start_date,
        is_other,
        is_lessor,
        lease_number,
        case when count(end_date) = count(*) then max(end_date) end as end_date,
        case when count(land_area_sqm) = count(*) then sum(land_area_sqm) end as land_area_sqm,
        case when count(floor_area_sqm) = count(*) then sum(floor_area_sqm) end as floor_area_sqm
    from (
        select
            *,
            case
                when
                    max(end_number) filter (where is_lessor) over lease
                    <> max(end_number) filter (where not is_lessor) over lease
                    then 1
                else end_number
            end as lease_number
        from ended
        window lease as (partition by parcel_id, lessor_id, lessee_id, start_date, is_other)
    ) as numbered
    group by all
),

merged as (
    select
        parcel_id,
        lessor_id,
        lessee_id,
        start_date,
        lease_number,
        case when bool_or(not is_lessor) then max(end_date) filter (where not is_lessor) else max(end_date) end
            as end_date,
        coalesce(max(land_area_sqm) filter (where not is_lessor), max(land_area_sqm)) as stated_sqm,
        coalesce(max(floor_area_sqm) filter (where not is_lessor), max(floor_area_sqm)) as floor_sqm
    from sides
    group by parcel_id, lessor_id, lessee_id, start_date, is_other, lease_number
),

in_units as (
    select
        merged.*,
        cast(merged.floor_sqm * 10000 as hugeint) as floor_units,
        cast(parcels.land_area_sqm * 10000 as hugeint) as land_units,
        cast(parcels.floor_area_sqm * 10000 as hugeint) as total_floor_units,
        cast(parcels.floor_area_ratio * 10000 as hugeint) as ratio_units
    from merged
    inner join parcels on merged.parcel_id = parcels.parcel_id
)

select
    parcel_id,
    lessor_id,
    lessee_id,
    start_date,
    end_date,
    cast(coalesce(
        stated_sqm,
        case
            when floor_units is null then null
            when total_floor_units > 0 and land_units is not null
                then
                    cast(
                        (2 * floor_units * land_units + total_floor_units) // (2 * total_floor_units) as decimal(28, 0)
                    )
                    * 0.0001
            when ratio_units > 0
                then cast((2 * floor_units * 10000 + ratio_units) // (2 * ratio_units) as decimal(28, 0)) * 0.0001
        end
    ) as decimal(18, 4)) as land_sqm
from in_units;

create or replace temp table land as
with owner_month as (
    select
        parcels.parcel_id,
        months.month_start,
        parcels.land_area_sqm,
        case
            when not parcels.is_registered then coalesce(own.occupant_id, 'NO_ENTERPRISE')
            when parcels.holder_from_date > months.month_end then 'NO_ENTERPRISE'
            else parcels.holder_id
        end as enterprise_id
    from parcels
    cross join months
    left join (
        select
            own_statements.parcel_id,
            own_months.month_start,
            arg_min(own_statements.occupant_id, own_statements.place) as occupant_id
        from own_statements
        inner join months as own_months
            on
                coalesce(own_statements.start_date <= own_months.month_end, true)
                and coalesce(own_statements.end_date >= own_months.month_end, true)
        group by own_statements.parcel_id, own_months.month_start
    ) as own
        on parcels.parcel_id = own.parcel_id and months.month_start = own.month_start
),

lease_month as (
    select
        leases.parcel_id,
        leases.lessor_id,
        leases.lessee_id,
        leases.land_sqm,
        months.month_start
    from leases
    inner join months
        on
            coalesce(leases.start_date <= months.month_end, true)
            and coalesce(leases.end_date >= months.month_end, true)
),

tenant as (
    select
        parcel_id,
        lessee_id as enterprise_id,
        month_start,
        sum(land_sqm) as land_sqm,
        bool_or(land_sqm is null) as is_unknown
    from lease_month
    group by all
),

part as (
    select
        parcel_id,
        enterprise_id,
        month_start,
        land_area_sqm as own_sqm,
        null as in_sqm,
        null as out_sqm,
        land_area_sqm is null as is_unknown
    from owner_month
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        null,
        land_sqm,
        null,
        is_unknown
    from tenant
    union all
    select
        lease_month.parcel_id,
        case when tenant.land_sqm is null then owner_month.enterprise_id else lease_month.lessor_id end,
        lease_month.month_start,
        null,
        null,
        lease_month.land_sqm,
        false
    from lease_month
    inner join owner_month
        on lease_month.parcel_id = owner_month.parcel_id and lease_month.month_start = owner_month.month_start
    left join tenant
        on
            lease_month.parcel_id = tenant.parcel_id
            and lease_month.lessor_id = tenant.enterprise_id
            and lease_month.month_start = tenant.month_start
    where lease_month.land_sqm is not null
)

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(sum(own_sqm) as decimal(18, 4)) as land_own_sqm,
    cast(sum(in_sqm) as decimal(18, 4)) as land_leased_in_sqm,
    cast(sum(out_sqm) as decimal(18, 4)) as land_leased_out_sqm,
    cast(case
        when count(own_sqm) + count(in_sqm) > 0
            then coalesce(sum(own_sqm), 0) + coalesce(sum(in_sqm), 0) - coalesce(sum(out_sqm), 0)
    end as decimal(18, 4)) as land_sqm,
    bool_or(is_unknown) as is_land_unknown
from part
group by parcel_id, enterprise_id, month_start;

-- County of each enterprise: its home registry row, else its tax registration.
create or replace temp table enterprise_county as
with stated as (
    select
        'registry' as source,
        enterprise_uscc as uscc,
        enterprise_name as name,
        county_name,
        null as registration_status,
        null as is_elsewhere,
        _region_code,
        _part,
        _period_end,
        _received_at,
        _batch_id,
        _sheet,
        _line
    from read_parquet(getvariable('work') || '/selected/registry.enterprise/*.parquet')
    union all
    select
        'taxpayer',
        taxpayer_uscc,
        taxpayer_name,
        county_name,
        registration_status,
        is_consolidated_elsewhere,
        _region_code,
        _part,
        _period_end,
        _received_at,
        _batch_id,
        _sheet,
        _line
    from read_parquet(getvariable('work') || '/selected/tax.registration/*.parquet')
),

newest as (
    select stated.*
    from stated
    inner join newest_period
        on
            newest_period.list_code
            = case stated.source when 'registry' then 'registry.enterprise' else 'tax.registration' end
            and stated._region_code = newest_period.region_code
            and stated._part = newest_period.part
            and stated._period_end = newest_period.period_end
)

select
    newest.source,
    newest.registration_status,
    newest.is_elsewhere,
    newest._region_code as region_code,
    keys.enterprise_id,
    county.division_code as county_code,
    row_number() over (
        partition by newest.source, keys.enterprise_id
        order by
            case when newest._region_code = enterprise.region_code then 0 else 1 end asc,
            newest._received_at desc, newest._batch_id desc, newest._sheet desc, newest._line desc
    ) as place
from newest
inner join enterprise_keys as keys
    on
        newest._region_code = keys.region_code
        and coalesce(newest.uscc, '') = keys.uscc_text
        and coalesce(newest.name, '') = keys.name_text
inner join read_parquet(getvariable('work') || '/derived/enterprise.parquet') as enterprise
    on keys.enterprise_id = enterprise.enterprise_id
left join counties as county
    on newest._region_code = county.parent_code and newest.county_name = county.division_zh;

-- Contribution per enterprise, area, named parcel (or none) and month.
create or replace temp table tax as
select
    keys.enterprise_id,
    paid._region_code as region_code,
    coalesce(
        county.division_code,
        case when paid._region_code in (home.parent_code, home.division_code) then home.division_code end,
        paid._region_code
    ) as area_code,
    cast(date_trunc('month', coalesce(paid.paid_date, paid._period_start)) as date) as month_start,
    case when rule.is_parcel_tax then parcel.parcel_id end as parcel_id,
    sum(paid.amount_cny) as amount_cny
from read_parquet(getvariable('work') || '/selected/tax.tax_paid/*.parquet') as paid
inner join read_csv(getvariable('seeds') || '/tax_type.csv', header = true) as rule
    on
        paid.tax_type = rule.tax_type
        and rule.region_code = '*'
        and rule.is_contribution
        and coalesce(paid.paid_date, paid._period_start) >= rule.valid_from
inner join enterprise_keys as keys
    on
        paid._region_code = keys.region_code
        and coalesce(paid.taxpayer_uscc, '') = keys.uscc_text
        and coalesce(paid.taxpayer_name, '') = keys.name_text
left join parcel_keys as parcel
    on paid._region_code = parcel.region_code and paid.land_code = parcel.land_code_text and parcel.location_text = ''
left join counties as county on paid._region_code = county.parent_code and paid.county_name = county.division_zh
left join enterprise_county as registry
    on keys.enterprise_id = registry.enterprise_id and registry.source = 'registry' and registry.place = 1
left join enterprise_county as taxpayer
    on keys.enterprise_id = taxpayer.enterprise_id and taxpayer.source = 'taxpayer' and taxpayer.place = 1
left join counties as home on coalesce(registry.county_code, taxpayer.county_code) = home.division_code
group by all;

create or replace temp table allocated as
with weight as (
    select
        land.parcel_id,
        land.enterprise_id,
        land.month_start,
        parcels.area_code,
        cast(land.land_sqm * 10000 as hugeint) as weight
    from land
    inner join parcels on land.parcel_id = parcels.parcel_id
    where land.land_sqm > 0 and not parcels.is_under_construction and land.enterprise_id <> 'NO_ENTERPRISE'
),

shared as (
    select
        weight.parcel_id,
        tax.enterprise_id,
        tax.area_code,
        tax.month_start,
        weight.weight,
        cast(tax.amount_cny * 100 as hugeint) as fen,
        sum(weight.weight) over (partition by tax.enterprise_id, tax.area_code, tax.month_start) as total
    from (
        select
            enterprise_id,
            area_code,
            month_start,
            sum(amount_cny) as amount_cny
        from tax
        where parcel_id is null
        group by all
    ) as tax
    left join weight
        on
            tax.enterprise_id = weight.enterprise_id
            and tax.area_code = weight.area_code
            and tax.month_start = weight.month_start
),

ranked as (
    select
        *,
        abs(fen) * weight // total as floor_fen,
        row_number() over (
            partition by enterprise_id, area_code, month_start order by abs(fen) * weight % total desc, parcel_id asc
        ) as place,
        abs(fen) - sum(abs(fen) * weight // total) over (partition by enterprise_id, area_code, month_start) as rest
    from shared
),

part as (
    select
        coalesce(parcel_id, 'NO_PARCEL') as parcel_id,
        enterprise_id,
        month_start,
        case
            when parcel_id is null then fen
            else sign(fen) * (floor_fen + case when place <= rest then 1 else 0 end)
        end as fen
    from ranked
    union all
    select
        parcel_id,
        enterprise_id,
        month_start,
        cast(amount_cny * 100 as hugeint)
    from tax
    where parcel_id is not null
)

select
    parcel_id,
    enterprise_id,
    month_start,
    cast(cast(sum(fen) as decimal(28, 0)) * 0.01 as decimal(18, 2)) as amount_cny
from part
group by parcel_id, enterprise_id, month_start;

-- Months of each region whose planned tax delivery is there.
create or replace temp table delivered as
select
    plan.region_code,
    months.month_start,
    months.year_number,
    count(batches.batch_id) > 0 as is_received
from read_csv(getvariable('seeds') || '/delivery_plan.csv', all_varchar = true) as plan
cross join months
left join read_parquet(getvariable('work') || '/selected/_batches/all.parquet') as batches
    on
        plan.list_code = batches.list_code
        and plan.region_code = batches.region_code
        and (plan.part in ('*', batches.part) or batches.part = 'whole')
        and batches.selection = 'selected'
        and batches.delivery = 'full'
        and batches.period_end between months.month_start and months.month_end
where plan.list_code = 'tax.tax_paid'
group by all;

-- What is known of an enterprise's tax in each of its regions: paid or nothing due (known), not local, or unknown.
create or replace temp table tax_states as
with year as (
    select distinct year_number
    from months
),

complete as (
    select
        region_code,
        year_number
    from delivered
    group by all
    having bool_and(is_received) and count(*) = 12
),

registered as (
    select
        taxpayer.enterprise_id,
        taxpayer.region_code,
        year.year_number,
        bool_or(coalesce(taxpayer.is_elsewhere, false)) as is_elsewhere,
        bool_and(complete.region_code is not null) filter (where taxpayer.registration_status = '正常') as is_zero
    from enterprise_county as taxpayer
    cross join year
    left join complete on taxpayer.region_code = complete.region_code and year.year_number = complete.year_number
    where taxpayer.source = 'taxpayer'
    group by all
),

paid as (
    select distinct
        tax.enterprise_id,
        tax.region_code,
        months.year_number
    from tax
    inner join months on tax.month_start = months.month_start
),

place as (
    select
        enterprise.enterprise_id,
        enterprise.region_code,
        year.year_number
    from read_parquet(getvariable('work') || '/derived/enterprise.parquet') as enterprise
    cross join year
    union
    select
        enterprise_id,
        region_code,
        year_number
    from registered
    union
    select
        enterprise_id,
        region_code,
        year_number
    from paid
)

select
    place.enterprise_id,
    place.region_code,
    place.year_number,
    coalesce(registered.is_elsewhere, false) as is_elsewhere,
    paid.enterprise_id is not null or coalesce(registered.is_zero, false) as is_known
from place
left join registered
    on
        place.enterprise_id = registered.enterprise_id
        and place.region_code = registered.region_code
        and place.year_number = registered.year_number
left join paid
    on
        place.enterprise_id = paid.enterprise_id
        and place.region_code = paid.region_code
        and place.year_number = paid.year_number;

-- Enterprises and years whose months without a row are 0 once delivered, and the months somebody still owes.
create or replace temp table zero_years as
select
    enterprise_id,
    year_number
from tax_states
where not is_elsewhere
group by all
having bool_and(is_known);

create or replace temp table undelivered as
select distinct
    tax_states.enterprise_id,
    months.month_start
from tax_states
inner join months on tax_states.year_number = months.year_number
left join delivered
    on tax_states.region_code = delivered.region_code and months.month_start = delivered.month_start
where not tax_states.is_elsewhere and tax_states.is_known and not coalesce(delivered.is_received, false);

create or replace table fct_parcel_enterprise as
with known as (
    select
        coalesce(land.parcel_id, tax.parcel_id) as parcel_id,
        coalesce(land.enterprise_id, tax.enterprise_id) as enterprise_id,
        coalesce(land.month_start, tax.month_start) as month_start,
        land.land_own_sqm,
        land.land_leased_in_sqm,
        land.land_leased_out_sqm,
        land.land_sqm,
        coalesce(land.is_land_unknown, true) as is_land_unknown,
        tax.amount_cny
    from land
    full outer join (
        select *
        from allocated
        where month_start in (select month_start from months)
    ) as tax
        on
            land.parcel_id = tax.parcel_id
            and land.enterprise_id = tax.enterprise_id
            and land.month_start = tax.month_start
)

select
    coalesce(known.parcel_id, 'NO_PARCEL') as parcel_id,
    enterprise.enterprise_id,
    months.month_start,
    known.land_own_sqm,
    known.land_leased_in_sqm,
    known.land_leased_out_sqm,
    known.land_sqm,
    coalesce(known.is_land_unknown, true) as is_land_unknown,
    cast(case
        when known.amount_cny is not null then known.amount_cny
        when zero_years.enterprise_id is not null and undelivered.enterprise_id is null then 0
    end as decimal(18, 2)) as tax_cny
from read_parquet(getvariable('work') || '/derived/enterprise.parquet') as enterprise
cross join months
left join known on enterprise.enterprise_id = known.enterprise_id and months.month_start = known.month_start
left join zero_years
    on enterprise.enterprise_id = zero_years.enterprise_id and months.year_number = zero_years.year_number
left join undelivered
    on enterprise.enterprise_id = undelivered.enterprise_id and months.month_start = undelivered.month_start
union all
select
    parcel_id,
    enterprise_id,
    month_start,
    land_own_sqm,
    land_leased_in_sqm,
    land_leased_out_sqm,
    land_sqm,
    is_land_unknown,
    cast(amount_cny as decimal(18, 2)) as tax_cny
from known
where enterprise_id = 'NO_ENTERPRISE';
