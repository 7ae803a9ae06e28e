-- One row per enterprise, region whose plan sets 四无, and month in which it shows a sign of operation: it uses land at
-- the month's end, stands in the newest survey, or paid tax or used power in the months before (parameter
-- operation_months). A shell that is gone from the registry and does nothing is no 四无 enterprise.
with
classification_criterion as (select * from {{ ref('classification_criterion') }}),
dim_month as (select * from {{ ref('dim_month') }}),
fct_tax_month as (select * from {{ ref('fct_tax_month') }}),
stg_utility__power as (select * from {{ ref('stg_utility__power') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),

setting as (
    select distinct
        criterion.region_code,
        month.month_start,
        month.month_end
    from classification_criterion as criterion
    inner join dim_month as month on {{ in_force('criterion', 'month.month_end') }}
    where criterion.classification = '四无'
),

acted as (
    select distinct
        enterprise_id,
        region_code,
        month_start as acted_month,
        'tax' as sign
    from fct_tax_month
    where amount_cny > 0
    union all
    select distinct
        enterprise_id,
        region_code,
        cast(date_trunc('month', period_start) as date),
        'power'
    from stg_utility__power
    where power_kwh > 0
),

sign as (
    select
        land.enterprise_id,
        setting.region_code,
        setting.month_start,
        'land' as sign
    from shared_land_month as land
    inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
    inner join setting on parcel.region_code = setting.region_code and land.month_start = setting.month_start
    where land.land_sqm > 0 or land.is_land_unknown
    union all
    select
        survey.enterprise_id,
        setting.region_code,
        setting.month_start,
        'survey'
    from shared_survey_span as survey
    inner join setting
        on
            survey.region_code = setting.region_code
            and setting.month_end between survey.valid_from_date and survey.valid_to_date
    union all
    select
        acted.enterprise_id,
        setting.region_code,
        setting.month_start,
        acted.sign
    from acted
    inner join setting on acted.region_code = setting.region_code and acted.acted_month <= setting.month_start
    inner join shared_policy_parameter as parameter
        on
            setting.region_code = parameter.region_code
            and setting.month_start = parameter.month_start
            and parameter.parameter_code = 'operation_months'
    where
        acted.acted_month
        > cast(setting.month_start - cast(parameter.number_value as integer) * interval 1 month as date)
)

select
    enterprise_id,
    region_code,
    month_start,
    last_day(month_start) as month_end,
    bool_or(sign in ('land', 'survey')) as is_on_site
from sign
where enterprise_id <> 'NO_ENTERPRISE'
group by enterprise_id, region_code, month_start
