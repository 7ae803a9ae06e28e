-- One row per row of 税收入库明细 that no rule says how to count, that was paid in a month the mart cannot have, or that
-- repeats another row under a second spelling of the taxpayer; and per enterprise and month without a contribution row
-- between two months with one, where the month's delivery is there.
with
run as (select * from {{ source('lake', 'run') }}),
dim_month as (select * from {{ ref('dim_month') }}),
enterprise_key as (select * from {{ source('lake', 'enterprise_key') }}),
fct_tax_payment as not materialized (select * from {{ ref('fct_tax_payment') }}),
fct_tax_month as (select * from {{ ref('fct_tax_month') }}),
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }}),

bounds as (
    select
        cast(date_trunc('month', max(run.business_date)) as date) as running_month,
        min(month.month_start) as first_month
    from run
    cross join dim_month as month
),

-- Only an enterprise written in several ways can be listed twice unseen by the row rules.
respelled as (
    select
        enterprise_id,
        region_code
    from enterprise_key
    group by enterprise_id, region_code
    having count(*) > 1
),

spelled as (
    select
        payment.*,
        coalesce(payment.taxpayer_uscc, '') || '|' || payment.taxpayer_name as spelling,
        min(coalesce(payment.taxpayer_uscc, '') || '|' || payment.taxpayer_name) over (
            partition by
                payment.enterprise_id, payment.region_code, payment.tax_type, payment.accrual_month,
                payment.paid_date, payment.amount_cny
        ) as first_spelling
    from fct_tax_payment as payment
    inner join respelled
        on payment.enterprise_id = respelled.enterprise_id and payment.region_code = respelled.region_code
    where payment.paid_date is not null
),

finding as (
    select
        'tax_without_rule' as check_id,
        payment.enterprise_id,
        payment.parcel_id,
        payment.region_code,
        payment.period,
        payment.batch_id,
        payment.sheet,
        payment.line,
        payment.tax_type || ' ' || strftime(payment.paid_month, '%Y-%m') || '：当月没有适用口径' as detail_zh
    from fct_tax_payment as payment
    where payment.rule_version is null
    union all
    select
        'tax_outside_months' as check_id,
        payment.enterprise_id,
        payment.parcel_id,
        payment.region_code,
        payment.period,
        payment.batch_id,
        payment.sheet,
        payment.line,
        payment.taxpayer_name || ' 入库月份 ' || strftime(payment.paid_month, '%Y-%m') as detail_zh
    from fct_tax_payment as payment
    cross join bounds
    where payment.paid_month < bounds.first_month or payment.paid_month > bounds.running_month
    union all
    select
        'tax_listed_twice' as check_id,
        enterprise_id,
        parcel_id,
        region_code,
        period,
        batch_id,
        sheet,
        line,
        taxpayer_name || ' ' || tax_type || ' ' || cast(paid_date as varchar) || ' ' || cast(amount_cny as varchar)
        || ' 元' as detail_zh
    from spelled
    where spelling <> first_spelling
),

paid as (
    select
        enterprise_id,
        region_code,
        month_start,
        lead(month_start) over (partition by enterprise_id, region_code order by month_start) as next_month
    from fct_tax_month
    where is_contribution
    group by enterprise_id, region_code, month_start
),

last_row as (
    select
        payment.enterprise_id,
        payment.region_code,
        payment.paid_month,
        payment.batch_id,
        payment.sheet,
        payment.line,
        row_number() over (
            partition by payment.enterprise_id, payment.region_code, payment.paid_month
            order by payment.batch_id, payment.sheet, payment.line
        ) as place
    from fct_tax_payment as payment
    inner join paid
        on
            payment.enterprise_id = paid.enterprise_id and payment.region_code = paid.region_code
            and payment.paid_month = paid.month_start and paid.next_month = paid.month_start + interval 2 month
)

select
    check_id,
    region_code,
    enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    parcel_id,
    period,
    'tax.tax_paid' as list_code,
    batch_id,
    sheet,
    line,
    detail_zh
from finding
union all
select
    'tax_month_gap' as check_id,
    last_row.region_code,
    last_row.enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    strftime(last_row.paid_month + interval 1 month, '%Y-%m') as period,
    'tax.tax_paid' as list_code,
    last_row.batch_id,
    last_row.sheet,
    last_row.line,
    strftime(last_row.paid_month + interval 1 month, '%Y-%m') || ' 无税收，其前后月均有（此处所列为前一月的记录）' as detail_zh
from last_row
inner join shared_delivery_month as delivery
    on
        last_row.region_code = delivery.region_code
        and delivery.month_start = last_row.paid_month + interval 1 month
        and delivery.list_code = 'tax.tax_paid' and delivery.is_received
where last_row.place = 1
