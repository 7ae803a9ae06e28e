-- One row per enterprise or parcel, region and list (land_register, town_survey) that departments' data show at work on
-- industrial land in the months before the status date but that the list does not have (漏报疑似): one point for each
-- independent source, from omission_score_minimum on. Where the list is not complete it may still come: such a row is
-- no finding (is_source_complete = false).
with
int_seen_source as (select * from {{ ref('int_seen_source') }}),
int_listed_entity as not materialized (select * from {{ ref('int_listed_entity') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
shared_policy_parameter as not materialized (select * from {{ ref('shared_policy_parameter') }}),
int_land_list_complete as (select * from {{ ref('int_land_list_complete') }}),
int_town_survey_complete as (select * from {{ ref('int_town_survey_complete') }}),

seen as (
    select
        entity_kind,
        entity_id,
        region_code,
        status_date,
        count(*) as score,
        string_agg(
            case source
                when 'tax' then '税收'
                when 'power' then '用电'
                when 'permit' then '排污许可'
                when 'penalty' then '行政处罚'
                else '登记地址'
            end || '：' || reference, '；' order by source
        ) as evidence,
        min(town_name) as town_name
    from int_seen_source
    group by entity_kind, entity_id, region_code, status_date
),

missing as (
    select
        seen.*,
        list.list_name as missing_from,
        coalesce(parcel.town_name, enterprise.town_name, seen.town_name) as suspect_town_name
    from seen
    cross join (select distinct list_name from int_listed_entity) as list
    left join int_listed_entity as listed
        on
            seen.entity_kind = listed.entity_kind
            and seen.entity_id = listed.entity_id
            and seen.region_code = listed.region_code
            and list.list_name = listed.list_name
    left join dim_parcel as parcel
        on case when seen.entity_kind = 'parcel' then seen.entity_id end = parcel.parcel_id
    left join dim_enterprise as enterprise
        on
            case when seen.entity_kind = 'enterprise' then seen.entity_id end = enterprise.enterprise_id
            and seen.region_code = enterprise.region_code
    where listed.entity_id is null
)

select
    missing.region_code,
    missing.suspect_town_name as town_name,
    missing.entity_kind,
    case when missing.entity_kind = 'enterprise' then missing.entity_id else 'NO_ENTERPRISE' end as enterprise_id,
    case when missing.entity_kind = 'parcel' then missing.entity_id else 'NO_PARCEL' end as parcel_id,
    missing.missing_from,
    missing.evidence,
    cast(missing.score as integer) as score,
    coalesce(land.is_complete, survey.is_complete, false) as is_source_complete,
    accountability.text_value = 'true' as is_accountable,
    missing.status_date
from missing
inner join shared_policy_parameter as minimum
    on
        minimum.parameter_code = 'omission_score_minimum'
        and missing.region_code = minimum.region_code
        and date_trunc('month', missing.status_date) = minimum.month_start
left join shared_policy_parameter as accountability
    on
        accountability.parameter_code = 'omission_accountability'
        and missing.region_code = accountability.region_code
        and minimum.month_start = accountability.month_start
left join int_land_list_complete as land
    on
        case when missing.missing_from = 'land_register' then missing.region_code end = land.region_code
        and minimum.month_start = land.month_start
left join int_town_survey_complete as survey
    on
        case when missing.missing_from = 'town_survey' then missing.region_code end = survey.region_code
        and coalesce(missing.suspect_town_name, '') = survey.town_name
        and minimum.month_start = survey.month_start
where missing.score >= minimum.number_value
