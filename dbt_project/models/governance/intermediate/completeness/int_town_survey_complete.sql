-- One row per region, town that some object lies in ('' where its town is not known) and month: whether the survey
-- (摸排表) of that town is known at the month's end. A town no plan names goes by all of the region's parts.
with
int_governance_object as (select * from {{ ref('int_governance_object') }}),
int_snapshot_complete as not materialized (select * from {{ ref('int_snapshot_complete') }}),

town as (
    select distinct
        region_code,
        coalesce(town_name, '') as town_name
    from int_governance_object
)

select
    town.region_code,
    town.town_name,
    whole.month_start,
    coalesce(named.is_complete, whole.is_complete) as is_complete
from town
inner join int_snapshot_complete as whole
    on town.region_code = whole.region_code and whole.list_code = 'governance.survey' and whole.part = ''
left join int_snapshot_complete as named
    on
        town.region_code = named.region_code
        and named.list_code = 'governance.survey'
        and town.town_name = named.part
        and whole.month_start = named.month_start
