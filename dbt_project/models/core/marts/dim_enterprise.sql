-- One row per enterprise any list names, and NO_ENTERPRISE, with its newest registration.
with
newest_registry__enterprise as ({{ latest_rows(ref('stg_registry__enterprise')) }}),
newest_tax__registration as ({{ latest_rows(ref('stg_tax__registration')) }}),
enterprise as not materialized (select * from {{ source('lake', 'enterprise') }}),
enterprise_mention as (select * from {{ source('lake', 'enterprise_mention') }}),

registry as (
    select
        state.*,
        row_number() over (
            partition by state.enterprise_id
            order by
                case when state.region_code = enterprise.region_code then 0 else 1 end,
                {{ last_received_first('state') }}
        ) as place
    from newest_registry__enterprise as state
    inner join enterprise on state.enterprise_id = enterprise.enterprise_id
),

taxpayer as (
    select
        state.*,
        row_number() over (
            partition by state.enterprise_id
            order by
                case when state.region_code = enterprise.region_code then 0 else 1 end,
                {{ last_received_first('state') }}
        ) as place
    from newest_tax__registration as state
    inner join enterprise on state.enterprise_id = enterprise.enterprise_id
),

-- Names of those no register knows: as the last list wrote it.
mentioned as (
    select
        mention.enterprise_id,
        mention.name_text,
        row_number() over (
            partition by mention.enterprise_id
            order by
                {{ last_received_first('mention') }},
                mention.name_text asc
        ) as place
    from enterprise_mention as mention
    left join registry on mention.enterprise_id = registry.enterprise_id
    left join taxpayer on mention.enterprise_id = taxpayer.enterprise_id
    where registry.enterprise_id is null and taxpayer.enterprise_id is null and mention.name_text <> ''
)

select
    enterprise.enterprise_id,
    enterprise.uscc,
    enterprise.anchor_kind,
    coalesce(registry.enterprise_name, taxpayer.taxpayer_name, mentioned.name_text) as enterprise_name,
    registry.former_name,
    enterprise.region_code,
    coalesce(registry.county_code, taxpayer.county_code) as county_code,
    coalesce(registry.town_name, taxpayer.town_name) as town_name,
    coalesce(registry.address, taxpayer.address) as address,
    registry.registration_status,
    registry.established_date,
    registry.entity_type,
    registry.industry_code,
    coalesce(registry.industry_name, taxpayer.industry_name) as industry_name,
    taxpayer.registration_status as tax_registration_status,
    taxpayer.is_consolidated_elsewhere,
    registry.enterprise_id is not null as is_in_registry,
    taxpayer.enterprise_id is not null as is_in_tax_registration
from enterprise
left join registry on enterprise.enterprise_id = registry.enterprise_id and registry.place = 1
left join taxpayer on enterprise.enterprise_id = taxpayer.enterprise_id and taxpayer.place = 1
left join mentioned on enterprise.enterprise_id = mentioned.enterprise_id and mentioned.place = 1
union all
select
    'NO_ENTERPRISE',
    null,
    'none',
    '无对应企业',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    false,
    false
