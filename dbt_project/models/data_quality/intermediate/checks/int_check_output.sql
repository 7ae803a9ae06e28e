-- One row per row of 年报 that does not count because a newer row of the same enterprise, region and year does, that
-- repeats, figure by figure, what the enterprise reported in another region, or whose enterprise is not on the year's
-- 规上 roster of its region.
with
fct_output as not materialized (select * from {{ ref('fct_output') }}),
shared_output_year as (select * from {{ ref('shared_output_year') }}),
shared_roster_year as not materialized (select * from {{ ref('shared_roster_year') }}),

stated as (
    select
        *,
        cast(year(period_start) as integer) as year_number
    from fct_output
    where enterprise_id <> 'NO_ENTERPRISE' and report_kind = '年报'
),

listed as (
    select
        stated.*,
        other.region_code as other_region_code,
        row_number() over (
            partition by stated.batch_id, stated.sheet, stated.line
            order by
                case when other.region_code = stated.region_code then 0 else 1 end,
                other.region_code
        ) as place
    from stated
    inner join shared_output_year as other
        on
            stated.enterprise_id = other.enterprise_id
            and stated.year_number = other.year_number
            and (
                (
                    stated.region_code = other.region_code
                    and (stated.batch_id, stated.sheet, stated.line) <> (other.batch_id, other.sheet, other.line)
                )
                or (
                    stated.region_code <> other.region_code
                    and stated.revenue_cny = other.revenue_cny
                    and stated.value_added_cny = other.value_added_cny
                )
            )
),

delivered as (
    select distinct
        region_code,
        year_number
    from shared_roster_year
)

select
    'output_listed_twice' as check_id,
    region_code,
    enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    period,
    'economy.output' as list_code,
    batch_id,
    sheet,
    line,
    enterprise_name || ' ' || period || ' 年度'
    || case
        when other_region_code = region_code then '：同一地区另有更新的一条'
        else '：与地区 ' || other_region_code || ' 所报数据相同'
    end as detail_zh
from listed
where place = 1
union all
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
from fct_output as output
inner join delivered
    on output.region_code = delivered.region_code and year(output.period_start) = delivered.year_number
left join shared_roster_year as roster
    on
        output.region_code = roster.region_code
        and output.enterprise_id = roster.enterprise_id
        and year(output.period_start) = roster.year_number
where roster.enterprise_id is null and output.report_kind = '年报'
