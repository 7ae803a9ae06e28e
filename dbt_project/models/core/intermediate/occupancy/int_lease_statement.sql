-- One row per lease as one side states it: parcel, lessor, lessee, start, side, and a number where a side has leases of
-- other end.
{% set pair = 'parcel_id, lessor_id, lessee_id, use_kind' %}
{% set lease = pair ~ ', start_date' %}
with
int_occupancy as (select * from {{ ref('int_occupancy') }}),
int_unit as (select * from {{ ref('int_unit') }}),

statement as (
    select
        stated.parcel_id,
        case when tenure = '出租' then enterprise_id else counterparty_enterprise_id end as lessor_id,
        case when tenure = '出租' then counterparty_enterprise_id else enterprise_id end as lessee_id,
        case when tenure = '其他' then 'other' else 'lease' end as use_kind,
        case when tenure = '出租' then 'lessor' else 'lessee' end as side,
        start_date as stated_start,
        end_date,
        stated.location,
        land_area_sqm,
        floor_area_sqm,
        -- A whole property unit let, told by its place and floor: its certificate goes before any stated area.
        cast(unit.certificate_sqm as decimal(18, 4)) as certificate_sqm,
        region_code,
        received_at,
        batch_id,
        sheet,
        line
    from int_occupancy as stated
    left join int_unit as unit
        on
            stated.parcel_id = unit.parcel_id
            and stated.location = unit.location
            and stated.floor_area_sqm = unit.floor_sqm
            and unit.place_count = 1
    where tenure in ('承租', '出租', '其他') and stated.parcel_id <> 'NO_PARCEL'
),

side_start as (
    select
        {{ pair }},
        side,
        min(stated_start) as first_date,
        case when count(stated_start) = count(*) and min(stated_start) = max(stated_start) then min(stated_start) end
            as only_date
    from statement
    group by {{ pair }}, side
),

-- A side that gives no start means the other side's only lease of the same pair and parcel.
dated as (
    select
        statement.*,
        case when own.first_date is null then other.only_date else statement.stated_start end as start_date
    from statement
    {% for alias, join, compare in [('own', 'inner', '='), ('other', 'left', '<>')] -%}
    {{ join }} join side_start as {{ alias }}
        on
            statement.parcel_id = {{ alias }}.parcel_id
            and statement.lessor_id = {{ alias }}.lessor_id
            and statement.lessee_id = {{ alias }}.lessee_id
            and statement.use_kind = {{ alias }}.use_kind
            and statement.side {{ compare }} {{ alias }}.side
    {% endfor %}
),

-- Of several senders the newest batch counts; one place and area in it twice (two spellings of a name) is one lease.
ranked as (
    select
        *,
        dense_rank() over (partition by {{ lease }}, side order by received_at desc, batch_id desc) as batch_place,
        row_number() over (
            partition by {{ lease }}, side, batch_id, location, land_area_sqm, floor_area_sqm
            order by sheet desc, line desc
        ) as place
    from dated
),

ended as (
    select
        *,
        dense_rank() over (partition by {{ lease }}, side order by end_date asc nulls last) as end_number
    from ranked
    where batch_place = 1 and place = 1
),

-- Leases that end on different days stay apart, unless the two sides see a different number of them.
numbered as (
    select
        *,
        case
            when
                max(case when side = 'lessee' then end_number end) over (partition by {{ lease }})
                <> max(case when side = 'lessor' then end_number end) over (partition by {{ lease }})
                then 1
            else end_number
        end as lease_number
    from ended
),

last_row as (
    select
        *,
        row_number() over (partition by {{ lease }}, side, lease_number order by sheet desc, line desc) as last_place
    from numbered
)

select
    parcel_id,
    lessor_id,
    lessee_id,
    use_kind,
    start_date,
    lease_number,
    case when count(end_date) = count(*) then max(end_date) end as end_date,
    -- An area one of the rows leaves empty is not known for all of them.
    {% for area in ['certificate_sqm', 'land_area_sqm', 'floor_area_sqm'] %}
    cast(case when count({{ area }}) = count(*) then sum({{ area }}) end as decimal(18, 4)) as {{ area }},
    {% endfor %}
    {% for column in ['region_code', 'batch_id', 'sheet', 'line'] %}
    max(case when last_place = 1 then {{ column }} end) as {{ column }},
    {% endfor %}
    side
from last_row
group by {{ lease }}, lease_number, side
