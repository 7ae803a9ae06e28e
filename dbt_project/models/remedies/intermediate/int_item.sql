-- One row per governance item: an object (parcel, enterprise; '' where there is none) of the merged list in the newest
-- month, or one that a plan names; with its plan of record: an open one before a closed one, the nearest match, the
-- newest. A plan matches a listed object by both (step 1), or by the one where the plan or the object has no other.
with
gov_list_month as (select * from {{ ref('gov_list_month') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
int_plan_current as not materialized (select * from {{ ref('int_plan_current') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),

listed as (
    select
        list.region_code,
        coalesce(nullif(list.parcel_id, 'NO_PARCEL'), '') as parcel_id,
        coalesce(nullif(list.enterprise_id, 'NO_ENTERPRISE'), '') as enterprise_id,
        list.listed_by as governance_lists,
        list.reason as listed_reason
    from gov_list_month as list
    inner join (select max(month_start) as month_start from dim_month) as newest
        on list.month_start = newest.month_start
    where list.governance_list_code = 'merged'
),

-- Joins on keys alone, for the size of a province.
listed_plan as (
    {% for step, condition in {
        1: 'listed.parcel_id = plan.parcel_id and listed.enterprise_id = plan.enterprise_id',
        2: "listed.parcel_id = plan.parcel_id and listed.enterprise_id <> plan.enterprise_id
            and listed.parcel_id <> '' and '' in (listed.enterprise_id, plan.enterprise_id)",
        3: "listed.enterprise_id = plan.enterprise_id and listed.parcel_id <> plan.parcel_id
            and listed.enterprise_id <> '' and '' in (listed.parcel_id, plan.parcel_id)"
    }.items() %}
    select
        listed.region_code,
        listed.parcel_id,
        listed.enterprise_id,
        plan.plan_no,
        {{ step }} as step
    from listed
    inner join int_plan_current as plan
        on
            listed.region_code = plan.region_code
            and {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

matched as (
    select
        region_code,
        plan_no,
        min(step) as step
    from listed_plan
    group by region_code, plan_no
),

-- A plan for a parcel and an enterprise is an item of its own unless this very pair is listed.
unlisted_plan as (
    select
        plan.region_code,
        plan.parcel_id,
        plan.enterprise_id,
        plan.plan_no,
        1 as step
    from int_plan_current as plan
    left join matched on plan.region_code = matched.region_code and plan.plan_no = matched.plan_no
    where
        (plan.parcel_id <> '' and plan.enterprise_id <> '' and matched.step is distinct from 1)
        or (plan.parcel_id || plan.enterprise_id <> '' and matched.plan_no is null)
),

candidate as (
    select * from unlisted_plan
    union all
    select * from listed_plan
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
    inner join int_plan_current as plan
        on candidate.region_code = plan.region_code and candidate.plan_no = plan.plan_no
    window object as (partition by candidate.region_code, candidate.parcel_id, candidate.enterprise_id)
),

object as (
    select * from listed
    union all
    select distinct
        region_code,
        parcel_id,
        enterprise_id,
        cast(null as varchar),
        cast(null as varchar)
    from unlisted_plan
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
inner join shared_data_year as year
    on year.status_month = (select max(month_start) from dim_month)
left join chosen
    on
        object.region_code = chosen.region_code
        and object.parcel_id = chosen.parcel_id
        and object.enterprise_id = chosen.enterprise_id
        and chosen.place = 1
