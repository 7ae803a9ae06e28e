-- One row per parcel, list and platform name as the list states it last, with the platform the name means; a name that
-- 平台与园区清单 does not have is a platform of its own, not listed.
with
shared_platform_name as (select * from {{ ref('shared_platform_name') }}),

told as (
    {% set snapshots = ['stg_land__parcel_register', 'stg_land__property_unit'] -%}
    {% for model in snapshots -%}
    select
        '{{ model.split('stg_')[1].replace('__', '.') }}' as list_code,
        {{ loop.index }} as list_rank,
        rows.region_code,
        rows.parcel_id,
        rows.platform_name,
        rows.period_end,
        rows.received_at,
        rows.batch_id,
        rows.sheet,
        rows.line
    from ({{ latest_rows(ref(model)) }}) as rows
    union all
    {% endfor -%}
    {% for model in ['stg_land__release', 'stg_land__reserve', 'stg_governance__plan'] -%}
    select
        '{{ model.split('stg_')[1].replace('__', '.') }}',
        {{ loop.index + snapshots | length }},
        region_code,
        parcel_id,
        platform_name,
        period_end,
        received_at,
        batch_id,
        sheet,
        line
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

last_told as (
    select
        *,
        row_number() over (
            partition by list_code, parcel_id
            order by {{ newest_first() }}
        ) as place
    from told
    where parcel_id <> 'NO_PARCEL' and platform_name is not null
)

select
    last_told.list_code,
    last_told.list_rank,
    last_told.region_code,
    last_told.parcel_id,
    last_told.platform_name,
    last_told.batch_id,
    last_told.sheet,
    last_told.line,
    name.platform_id is not null as is_listed,
    coalesce(
        name.platform_id, 'Z' || left(sha256(last_told.region_code || '|name|' || last_told.platform_name), 16)
    ) as platform_id
from last_told
left join shared_platform_name as name
    on last_told.region_code = name.region_code and last_told.platform_name = name.name
where last_told.place = 1
