-- One row per finding about a land code: of another county, of none, with a feature nobody knows, mended, with a number
-- of fixtures that contradicts their kind; or a list that calls the land 国有 or 集体 where the code says otherwise; or a
-- former code that the register still lists.
with
parcel_code_mention as (select * from {{ source('lake', 'parcel_code_mention') }}),
ref_division as (select * from {{ ref('ref_division') }}),
parcel_lineage as (select * from {{ source('lake', 'parcel_lineage') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
parcel_code as (select * from {{ source('lake', 'parcel_code') }}),

mention as (
    select
        mention.*,
        county.parent_code,
        'land_code_' || case
            when mention.form = 'repaired' or mention.method = 'repaired' then 'repaired'
            when not mention.is_known_county then 'unknown_county'
            when mention.county_code <> mention.region_code and county.parent_code <> mention.region_code
                then 'other_county'
            when not mention.is_known_feature then 'unknown_feature'
            when not mention.is_fixture_plain then 'fixture'
        end as check_id
    from parcel_code_mention as mention
    left join ref_division as county on mention.county_code = county.division_code
    where mention.land_code is not null or mention.method = 'repaired'
),

owned as (
    {% for model in ['stg_land__parcel_register', 'stg_governance__survey'] -%}
    select
        '{{ model.split('stg_')[1].replace('__', '.') }}' as list_code,
        rows.region_code,
        rows.parcel_id,
        rows.ownership,
        rows.land_code,
        rows.batch_id,
        rows.sheet,
        rows.line
    from ({{ latest_rows(ref(model)) }}) as rows
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Only the newest list counts: a former list may name what was a parcel then.
listed_former as (
    select
        lineage.parent_parcel_id,
        lineage.land_code,
        register.region_code,
        register.batch_id,
        register.sheet,
        register.line
    from parcel_lineage as lineage
    inner join shared_parcel_register as register on lineage.parent_parcel_id = register.parcel_id
    where lineage.is_confirmed
)

select
    check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    parcel_id,
    cast(null as varchar) as period,
    list_code,
    batch_id,
    sheet,
    line,
    land_code_text || coalesce('，按 ' || case when land_code <> land_code_text then land_code end || ' 读取', '')
    || '（可能有多行，此处所列为最后一行）' as detail_zh
from mention
where check_id is not null
union all
select
    'ownership_differs_from_code',
    owned.region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    owned.parcel_id,
    null,
    owned.list_code,
    owned.batch_id,
    owned.sheet,
    owned.line,
    '填报为' || owned.ownership || '，宗地代码 ' || code.land_code || ' 的特征码表示' || code.code_ownership
from owned
inner join parcel_code as code on owned.parcel_id = code.parcel_id
where
    owned.ownership <> code.code_ownership
    -- The rule of the register has told a row that bears the code itself.
    and (owned.list_code <> 'land.parcel_register' or owned.land_code is distinct from code.land_code)
union all
select
    'former_code_still_listed',
    region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    parent_parcel_id,
    null,
    'land.parcel_register',
    batch_id,
    sheet,
    line,
    '已被 ' || coalesce(string_agg(land_code, '、' order by land_code), '其他地块') || ' 替代'
from listed_former
group by region_code, parent_parcel_id, batch_id, sheet, line
