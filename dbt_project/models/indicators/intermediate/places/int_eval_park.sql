-- One row per platform or park and data year that has ended: what parks are evaluated by (A17): 亩均税收 against that of
-- all parks of its kind in the region (both ratios of sums), stars, months it did not report.
with
int_eval_place as not materialized (select * from {{ ref('int_eval_place') }}),
dim_platform as (select * from {{ ref('dim_platform') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),
dq_completeness as (select * from {{ ref('dq_completeness') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_platform_status as (select * from {{ ref('int_platform_status') }}),

park as (
    select
        place.scope_code as platform_id,
        place.region_code,
        place.data_year,
        place.tax_cny,
        place.land_sqm,
        place.tax_unknown_count,
        place.enterprise_count,
        place.graded_count,
        place.grade_a_count,
        place.grade_b_count,
        place.grade_c_count,
        place.grade_d_count,
        dim.platform_name,
        dim.platform_kind,
        dim.county_code,
        register.star_rating
    from int_eval_place as place
    inner join dim_platform as dim on place.scope_code = dim.platform_id
    left join shared_platform as register on dim.platform_id = register.platform_id
    where place.scope_kind = 'platform' and dim.is_listed
),

-- A month counts as missed only where the region's 平台运行情况表 of it came, without the park.
delivered as (
    select
        completeness.region_code,
        month.month_start,
        month.year_number
    from dq_completeness as completeness
    inner join dim_month as month
        on month.month_end between completeness.window_start and completeness.window_end
    where completeness.list_code = 'platform.status' and completeness.status <> 'unplanned'
    group by completeness.region_code, month.month_start, month.year_number
    having bool_and(completeness.status in ('received', 'late'))
),

missed as (
    select
        park.platform_id,
        park.data_year,
        count(*) as month_count
    from park
    inner join delivered on park.region_code = delivered.region_code and park.data_year = delivered.year_number
    left join int_platform_status as told
        on park.platform_id = told.platform_id and delivered.month_start = told.month_start
    where told.platform_id is null
    group by park.platform_id, park.data_year
)

select
    park.*,
    kind.tax_cny as kind_tax_cny,
    kind.land_sqm as kind_land_sqm,
    cast(coalesce(missed.month_count, 0) as integer) as missing_month_count,
    case
        when park.land_sqm > 0 and kind.tax_cny > 0 and park.tax_unknown_count = 0 then
            cast(round(
                cast(park.tax_cny as double) / cast(park.land_sqm as double)
                / (cast(kind.tax_cny as double) / cast(kind.land_sqm as double)), 4
            ) as decimal(28, 4))
    end as tax_coefficient
from park
left join int_eval_place as kind
    on
        kind.scope_kind = 'platform_kind'
        and park.platform_kind = kind.scope_code
        and park.region_code = kind.region_code
        and park.data_year = kind.data_year
left join missed on park.platform_id = missed.platform_id and park.data_year = missed.data_year
