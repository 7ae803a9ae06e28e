-- One row per accepted row of 全市主要经济指标月报 (city.macro) in every winning batch. The list has one row per indicator, area
-- and scope in a month, with the month's figure and that from January on.
-- Generated from ingest/contracts/city/macro.yml by `make generate`.
select
    county.division_code as county_code,
    src.indicator_code,
    src.indicator_name,
    src.area_name,
    src.scope_name,
    src.unit_name,
    src.month_value,
    src.ytd_value,
    src.month_growth_pct,
    src.ytd_growth_pct,
    src.price_basis,
    src.is_preliminary,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'city__macro') }} as src
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.area_name', 'county') }}
