-- One row per accepted row of 全市主要经济指标月报 (city.macro) in every winning batch.
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
    on
        src._region_code = county.parent_code
        and src.area_name = county.division_zh
        and county.division_level = 'county'
