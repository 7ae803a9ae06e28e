-- One row per parcel with an investment project: its newest project as last stated, and since which register the
-- completed investment has stood still. A project that stopped shows only so: no list has a column for it.
with
stg_investment__project as (select * from {{ ref('stg_investment__project') }}),
shared_parcel_today as (select * from {{ ref('shared_parcel_today') }}),

statement as (
    select
        coalesce(today.today_parcel_id, project.parcel_id) as parcel_id,
        project.enterprise_id,
        project.project_code,
        project.project_name,
        project.project_status,
        project.planned_investment_cny,
        project.completed_investment_cny,
        project.start_date,
        project.finish_date,
        project.region_code,
        project.period_end,
        project.batch_id,
        project.sheet,
        project.line
    from stg_investment__project as project
    left join shared_parcel_today as today on project.parcel_id = today.parcel_id
    where project.parcel_id <> 'NO_PARCEL'
    qualify row_number() over (
        partition by
            project.region_code, project.project_code, project.project_name, project.enterprise_id, project.period_end
        order by {{ last_received_first('project') }}
    ) = 1
),

newest as (
    select *
    from statement
    qualify row_number() over (
        partition by parcel_id
        order by
            period_end desc, start_date desc nulls last, project_code asc, batch_id asc, sheet asc, line asc
    ) = 1
)

select
    newest.parcel_id,
    newest.enterprise_id,
    newest.project_code,
    newest.project_name,
    newest.project_status,
    newest.planned_investment_cny,
    newest.completed_investment_cny,
    newest.start_date,
    newest.finish_date,
    newest.period_end as stated_date,
    min(earlier.period_end) as first_stated_date,
    min(case when earlier.completed_investment_cny = newest.completed_investment_cny then earlier.period_end end)
        as unchanged_since_date
from newest
inner join statement as earlier
    on
        newest.region_code = earlier.region_code
        and newest.enterprise_id = earlier.enterprise_id
        and newest.project_name = earlier.project_name
        and newest.project_code is not distinct from earlier.project_code
        and newest.parcel_id = earlier.parcel_id
group by all
