-- One row per enterprise and time in which the registry (市场监管) shows it under one name and status: renames, 吊销, 注销,
-- and leaving the list. Dates are those of the lists: a change lies between two of them and counts from the later;
-- the first row says when the enterprise was first listed, a former name (曾用名) lies before it.
with
stg_registry__enterprise as (select * from {{ ref('stg_registry__enterprise') }}),
enterprise as (select * from {{ source('lake', 'enterprise') }}),
batches as (select * from {{ source('lake', 'batches') }}),

ranked as (
    select
        state.*,
        row_number() over (
            partition by state.enterprise_id, state.period_end
            order by
                case when state.region_code = enterprise.region_code then 0 else 1 end asc,
                {{ last_received_first('state') }}
        ) as place
    from stg_registry__enterprise as state
    inner join enterprise on state.enterprise_id = enterprise.enterprise_id
),

-- The first list that no longer has who was in the one of the same region and part before.
gone as (
    select
        last_row.enterprise_id,
        min(batch.period_end) as period_end
    from (
        select
            *,
            row_number() over (partition by enterprise_id order by period_end desc) as last_place
        from ranked
        where place = 1
    ) as last_row
    inner join batches as batch
        on
            batch.list_code = 'registry.enterprise'
            and batch.selection = 'selected'
            and last_row.region_code = batch.region_code
            and last_row.part = batch.part
            and last_row.period_end < batch.period_end
    where last_row.last_place = 1
    group by last_row.enterprise_id
),

seen as (
    select
        enterprise_id,
        period_end,
        enterprise_name,
        registration_status,
        former_name,
        region_code,
        batch_id,
        sheet,
        line,
        'registry' as evidence
    from ranked
    where place = 1
    union all
    select
        enterprise_id,
        period_end,
        null,
        '不再列出',
        null,
        null,
        null,
        null,
        null,
        'absent'
    from gone
),

compared as (
    select
        *,
        lag(enterprise_name) over timeline as name_before,
        lag(registration_status) over timeline as status_before,
        row_number() over timeline as step
    from seen
    window timeline as (partition by enterprise_id order by period_end)
),

changed as (
    select
        *,
        lead(period_end) over (partition by enterprise_id order by period_end) as next_end
    from compared
    where
        step = 1
        or enterprise_name is distinct from name_before
        or registration_status is distinct from status_before
)

select
    enterprise_id,
    period_end as valid_from_date,
    cast(next_end - interval 1 day as date) as valid_to_date,
    coalesce(enterprise_name, name_before) as enterprise_name,
    registration_status,
    evidence,
    region_code,
    batch_id,
    sheet,
    line
from changed
union all
select
    enterprise_id,
    null,
    cast(period_end - interval 1 day as date),
    former_name,
    null,
    'former_name',
    region_code,
    batch_id,
    sheet,
    line
from compared
where step = 1 and former_name is not null and former_name <> enterprise_name
