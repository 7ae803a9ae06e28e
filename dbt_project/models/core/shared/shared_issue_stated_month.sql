-- One row per problem register, region and month: whether it is stated to the month's end by every part the delivery
-- plan asks for; without a plan for the month, by anybody.
with
batches as not materialized (select * from {{ source('lake', 'batches') }}),
int_planned_delivery as (select * from {{ ref('int_planned_delivery') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),

stated as (
    select
        region_code,
        list_code,
        part,
        max(period_end) as stated_to_date
    from batches
    where selection = 'selected' and delivery = 'full'
    group by region_code, list_code, part
),

asked as (
    select distinct
        plan.list_code,
        plan.region_code,
        plan.part,
        month.month_start
    from int_planned_delivery as plan
    inner join dim_month as month
        on plan.window_start <= month.month_end and plan.window_end >= month.month_start
),

delivered as (
    select distinct
        batches.region_code,
        domain.list_code,
        domain.domain,
        month.month_start,
        month.month_end
    from batches
    cross join issue_domain as domain
    cross join dim_month as month
),

-- Part '*' (or NULL, no plan) is satisfied by any part, every part by a list of the whole region.
part_month as (
    select
        delivered.region_code,
        delivered.domain,
        delivered.month_start,
        asked.part,
        coalesce(max(stated.stated_to_date) >= max(delivered.month_end), false) as is_stated
    from delivered
    left join asked
        on
            delivered.region_code = asked.region_code
            and delivered.list_code = asked.list_code
            and delivered.month_start = asked.month_start
    left join stated
        on
            delivered.region_code = stated.region_code
            and delivered.list_code = stated.list_code
            and (coalesce(asked.part, '*') in ('*', stated.part) or stated.part = 'whole')
    group by delivered.region_code, delivered.domain, delivered.month_start, asked.part
)

select
    region_code,
    domain,
    month_start,
    bool_and(is_stated) as is_complete
from part_month
group by region_code, domain, month_start
