-- One row per enterprise or parcel that departments' data show at work on industrial land, region and list
-- (land_register, town_survey): whether it is a suspect the list does not have. While the list may still come, no.
with
int_seen_source as (select * from {{ ref('int_seen_source') }}),
int_listed_entity as (select * from {{ ref('int_listed_entity') }}),
gov_omission_suspect as (select * from {{ ref('gov_omission_suspect') }}),

seen as (
    select
        entity_kind,
        entity_id,
        region_code,
        status_date
    from int_seen_source
    group by entity_kind, entity_id, region_code, status_date
),

list as (
    select distinct list_name
    from int_listed_entity
)

select
    seen.entity_kind,
    seen.entity_id,
    seen.region_code,
    seen.status_date,
    list.list_name as missing_from,
    suspect.missing_from is not null as is_suspect
from seen
cross join list
left join gov_omission_suspect as suspect
    on
        seen.region_code = suspect.region_code
        and seen.entity_kind = suspect.entity_kind
        and seen.entity_id = case
            when suspect.entity_kind = 'parcel' then suspect.parcel_id else suspect.enterprise_id
        end
        and list.list_name = suspect.missing_from
        and suspect.is_source_complete
