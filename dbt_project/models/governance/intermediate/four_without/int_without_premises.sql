-- One row per operating enterprise, region whose plan sets 四无, and month: 无合法场所 (docs/readings.md 4). No where it owns
-- or leases on a parcel with a legal title; yes where it is seen on land but has no such right and the land lists are
-- complete; who is seen on no land is unknown.
with
shared_parcel as (select * from {{ ref('shared_parcel') }}),
shared_unit as (select * from {{ ref('shared_unit') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),
int_operating_month as not materialized (select * from {{ ref('int_operating_month') }}),
bridge_parcel_enterprise as (select * from {{ ref('bridge_parcel_enterprise') }}),
int_land_list_complete as (select * from {{ ref('int_land_list_complete') }}),

said as (
    select
        parcel_id,
        cast('0001-01-01' as date) as known_from_date
    from shared_parcel
    where land_code is not null
    union all
    select
        parcel_id,
        cast('0001-01-01' as date)
    from shared_unit
    union all
    select
        parcel_id,
        valid_from_date
    from shared_survey_span
    where has_land_procedure
),

-- One row per parcel with a legal title, and since when it is known: a 宗地代码, a registered 不动产单元, or the survey's
-- answer that its land went through the procedure (docs/readings.md 4).
parcel_title as (
    select
        parcel_id,
        min(known_from_date) as known_from_date
    from said
    where parcel_id <> 'NO_PARCEL'
    group by parcel_id
),

use_right as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        bool_or(use.tenure in ('own', 'leased_in') and title.parcel_id is not null) as has_titled,
        {{ joined_texts('use.parcel_id') }} as parcels
    from int_operating_month as operating
    inner join bridge_parcel_enterprise as use
        on
            operating.enterprise_id = use.enterprise_id
            and {{ valid_on('use', 'operating.month_end') }}
    left join parcel_title as title
        on use.parcel_id = title.parcel_id and operating.month_end >= title.known_from_date
    where use.tenure in ('own', 'leased_in', 'other')
    group by operating.enterprise_id, operating.region_code, operating.month_start
),

judged as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        use_right.parcels,
        case
            when coalesce(use_right.has_titled, false) then 'no'
            when not operating.is_on_site and use_right.enterprise_id is null then 'unknown'
            when coalesce(land_list.is_complete, false) then 'yes'
            else 'unknown'
        end as answer
    from int_operating_month as operating
    left join use_right
        on
            operating.enterprise_id = use_right.enterprise_id
            and operating.region_code = use_right.region_code
            and operating.month_start = use_right.month_start
    left join int_land_list_complete as land_list
        on operating.region_code = land_list.region_code and operating.month_start = land_list.month_start
)

select
    enterprise_id,
    region_code,
    month_start,
    answer,
    case
        when answer = 'no' then null
        when answer = 'yes' and parcels is not null then '所用地块无合法产权或权利：' || parcels
        when answer = 'yes' then '摸排到用地，无自有权利也无在租租约'
        when parcels is not null then '土地清单未报齐：' || parcels
        else '无用地记录'
    end as evidence
from judged
