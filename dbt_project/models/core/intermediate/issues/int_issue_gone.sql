-- One row per problem and register that leaves it out although it was not closed (消失): the next full delivery of its
-- part, or of the whole region, states it neither as a row nor as one kept out by a fault. It stays open.
with
batches as not materialized (select * from {{ source('lake', 'batches') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),
int_issue_statement as (select * from {{ ref('int_issue_statement') }}),
violations as (select * from {{ source('lake', 'violations') }}),

register as (
    select distinct
        domain.domain,
        batches.list_code,
        batches.region_code,
        batches.part,
        batches.period_end,
        batches.delivery = 'full' as is_full
    from batches
    inner join issue_domain as domain on batches.list_code = domain.list_code
    where batches.selection = 'selected'
),

following as (
    select
        stated.domain,
        stated.list_code,
        stated.region_code,
        stated.part,
        stated.period_end,
        min(later.period_end) as following_period_end
    from register as stated
    inner join register as later
        on
            stated.domain = later.domain
            and stated.region_code = later.region_code
            and later.part in (stated.part, 'whole')
            and stated.period_end < later.period_end
    where later.is_full
    group by stated.domain, stated.list_code, stated.region_code, stated.part, stated.period_end
),

left_out as (
    select
        stated.issue_id,
        stated.domain,
        stated.region_code,
        stated.issue_no,
        stated.batch_id,
        stated.sheet,
        stated.line,
        following.list_code,
        following.following_period_end
    from int_issue_statement as stated
    inner join following
        on
            stated.domain = following.domain
            and stated.region_code = following.region_code
            and stated.part = following.part
            and stated.period_end = following.period_end
            and coalesce(stated.next_period_end > following.following_period_end, true)
    where stated.closed_date is null
),

kept_out as (
    select distinct
        violations.list_code,
        violations.region_code,
        violations.row_key,
        batches.period_end
    from violations
    inner join batches on violations.batch_id = batches.batch_id
    where violations.row_key is not null and batches.selection = 'selected'
)

select
    left_out.issue_id,
    left_out.domain,
    left_out.region_code,
    left_out.following_period_end as gone_date,
    left_out.batch_id,
    left_out.sheet,
    left_out.line
from left_out
left join kept_out
    on
        left_out.list_code = kept_out.list_code
        and left_out.region_code = kept_out.region_code
        and left_out.issue_no = kept_out.row_key
        and left_out.following_period_end = kept_out.period_end
where kept_out.row_key is null
