-- One row per object (enterprise or parcel), region and month in which it is 亩均低效: by the band of the data year in
-- force, under the rule in force at the month's end, or (enterprises) by the last grade then in force.
with
dim_month as (select * from {{ ref('dim_month') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),
int_tax_band as (select * from {{ ref('int_tax_band') }}),
policy_last_grade as (select * from {{ ref('policy_last_grade') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),

month as (
    select
        month.month_start,
        month.month_end,
        year.data_year
    from dim_month as month
    inner join shared_data_year as year on month.month_start between year.first_month and year.status_month
),

grade as (
    {{ grade_in_force() }}
),

reason as (
    select
        band.object_kind,
        band.object_id,
        band.region_code,
        month.month_start,
        month.data_year,
        band.tier_code as band_code,
        band.tier_zh as reason,
        band.source_document,
        band.clause
    from int_tax_band as band
    inner join month on band.data_year = month.data_year and {{ in_force('band', 'month.month_end') }}
    union all
    select
        'enterprise',
        grade.enterprise_id,
        grade.region_code,
        grade.month_start,
        month.data_year,
        'last_grade',
        grade.grade_data_year || '年度末档' || grade.grade_used,
        last_grade.source_document,
        last_grade.clause
    from grade
    inner join month on grade.month_start = month.month_start
    inner join policy_last_grade as last_grade
        on
            grade.region_code = last_grade.region_code
            and grade.grade_used = last_grade.grade
            and {{ in_force('last_grade', 'month.month_end') }}
    where grade.is_last_grade
)

select
    reason.object_kind,
    reason.object_id,
    reason.region_code,
    reason.month_start,
    reason.data_year,
    coalesce(max(reason.band_code) filter (where reason.band_code <> 'last_grade'), 'last_grade') as band_code,
    string_agg(reason.reason, '、' order by reason.band_code = 'last_grade', reason.reason) as reason,
    {{ joined_texts('reason.source_document') }} as source_document,
    {{ joined_texts('reason.clause') }} as clause
from reason
left join dim_parcel as parcel
    on case when reason.object_kind = 'parcel' then reason.object_id end = parcel.parcel_id
inner join month on reason.month_start = month.month_start
where {{ valid_on('parcel', 'month.month_end') }}
group by reason.object_kind, reason.object_id, reason.region_code, reason.month_start, reason.data_year
