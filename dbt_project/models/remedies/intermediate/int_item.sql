-- One row per governance item: an object of the merged list in the newest month, or one that a plan names; with
-- its plan of record: an open one before a closed one, the nearest match, the newest.
with matched as (
    select
        region_code,
        plan_no,
        min(step) as step
    from {{ ref('int_plan_match') }}
    group by region_code, plan_no
),

-- A plan for a parcel and an enterprise is an item of its own unless this very pair is listed.
plan_object as (
    select
        plan.region_code,
        plan.parcel_id,
        plan.enterprise_id,
        plan.plan_no,
        1 as step
    from {{ ref('int_plan_current') }} as plan
    left join matched on plan.region_code = matched.region_code and plan.plan_no = matched.plan_no
    where
        (plan.parcel_id <> '' and plan.enterprise_id <> '' and matched.step is distinct from 1)
        or (plan.parcel_id || plan.enterprise_id <> '' and matched.plan_no is null)
),

candidate as (
    select * from plan_object
    union all
    select * from {{ ref('int_plan_match') }}
),

chosen as (
    select
        candidate.region_code,
        candidate.parcel_id,
        candidate.enterprise_id,
        candidate.plan_no,
        count(*) filter (where plan.is_open) over object as open_plan_count,
        row_number() over (
            object order by plan.is_open desc, candidate.step asc, plan.plan_date desc, candidate.plan_no asc
        ) as place
    from candidate
    inner join {{ ref('int_plan_current') }} as plan
        on candidate.region_code = plan.region_code and candidate.plan_no = plan.plan_no
    window object as (partition by candidate.region_code, candidate.parcel_id, candidate.enterprise_id)
),

object as (
    select
        region_code,
        parcel_id,
        enterprise_id,
        governance_lists,
        listed_reason
    from {{ ref('int_listed_object') }}
    union all
    select distinct
        region_code,
        parcel_id,
        enterprise_id,
        cast(null as varchar),
        cast(null as varchar)
    from plan_object
)

select
    'G' || left(md5(object.region_code || '|' || object.parcel_id || '|' || object.enterprise_id), 16) as gov_item_id,
    object.region_code,
    object.parcel_id,
    object.enterprise_id,
    object.governance_lists,
    object.listed_reason,
    chosen.plan_no,
    coalesce(chosen.open_plan_count, 0) as open_plan_count,
    year.data_year,
    year.status_month,
    year.status_date
from object
inner join {{ ref('shared_data_year') }} as year
    on year.status_month = (select max(month_start) from {{ ref('dim_month') }})
left join chosen
    on
        object.region_code = chosen.region_code
        and object.parcel_id = chosen.parcel_id
        and object.enterprise_id = chosen.enterprise_id
        and chosen.place = 1
