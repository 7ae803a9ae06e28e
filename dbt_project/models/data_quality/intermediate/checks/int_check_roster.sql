-- One row per enterprise and year with 年报 figures that is not on the year's 规上 roster of its region.
select
    'output_not_on_roster' as check_id,
    output.region_code,
    output.enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    output.period,
    'economy.output' as list_code,
    output.batch_id,
    output.sheet,
    output.line,
    output.enterprise_name || ' ' || output.period || ' 年度' as detail_zh
from {{ ref('fct_output') }} as output
inner join (
    select distinct
        region_code,
        year_number
    from {{ ref('shared_roster_year') }}
) as delivered
    on output.region_code = delivered.region_code and year(output.period_start) = delivered.year_number
left join {{ ref('shared_roster_year') }} as roster
    on
        output.region_code = roster.region_code
        and output.enterprise_id = roster.enterprise_id
        and year(output.period_start) = roster.year_number
where roster.enterprise_id is null and output.report_kind = '年报'
