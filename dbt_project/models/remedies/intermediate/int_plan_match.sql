-- One row per listed object and plan made for it: for the same parcel and enterprise, or for the one alone where the
-- plan or the object names no other. Four joins on keys, for the size of a province.
select
    object.region_code,
    object.parcel_id,
    object.enterprise_id,
    plan.plan_no,
    1 as step
from {{ ref('int_listed_object') }} as object
inner join {{ ref('int_plan_current') }} as plan
    on
        object.region_code = plan.region_code
        and object.parcel_id = plan.parcel_id
        and object.enterprise_id = plan.enterprise_id
union all
select
    object.region_code,
    object.parcel_id,
    object.enterprise_id,
    plan.plan_no,
    2
from {{ ref('int_listed_object') }} as object
inner join {{ ref('int_plan_current') }} as plan
    on
        object.region_code = plan.region_code
        and object.parcel_id = plan.parcel_id
        and object.enterprise_id <> plan.enterprise_id
where object.parcel_id <> '' and '' in (object.enterprise_id, plan.enterprise_id)
union all
select
    object.region_code,
    object.parcel_id,
    object.enterprise_id,
    plan.plan_no,
    3
from {{ ref('int_listed_object') }} as object
inner join {{ ref('int_plan_current') }} as plan
    on
        object.region_code = plan.region_code
        and object.enterprise_id = plan.enterprise_id
        and object.parcel_id <> plan.parcel_id
where object.enterprise_id <> '' and '' in (object.parcel_id, plan.parcel_id)
