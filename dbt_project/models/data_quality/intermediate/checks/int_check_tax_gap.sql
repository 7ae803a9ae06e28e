-- One row per enterprise and month without a contribution row between two months with one, where the month's
-- delivery is there.
with paid as (
    select
        enterprise_id,
        region_code,
        month_start,
        max(month_start) over (
            partition by enterprise_id, region_code order by month_start
            rows between 1 following and 1 following
        ) as next_month
    from {{ ref('fct_tax_month') }}
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
    from {{ ref('fct_tax_payment') }} as payment
    inner join paid
        on
            payment.enterprise_id = paid.enterprise_id
            and payment.region_code = paid.region_code
            and payment.paid_month = paid.month_start
            and paid.next_month = paid.month_start + interval 2 month
)

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
inner join {{ ref('shared_delivery_month') }} as delivery
    on
        last_row.region_code = delivery.region_code
        and delivery.month_start = last_row.paid_month + interval 1 month
        and delivery.list_code = 'tax.tax_paid'
        and delivery.is_received
where last_row.place = 1
