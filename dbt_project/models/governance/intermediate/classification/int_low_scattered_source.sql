-- One row per region, month and criterion of 低散乱污 that the region's plan sets: whether a missing problem says there is
-- none, because the domain's register is stated to the month's end. The open criterion rests on the towns' surveys and
-- is judged by town.
select
    criterion.region_code,
    month.month_start,
    criterion.criterion_code,
    coalesce(stated.is_complete, false) as is_complete
from {{ ref('classification_criterion') }} as criterion
inner join {{ ref('dim_month') }} as month on {{ in_force('criterion', 'month.month_end') }}
left join {{ ref('shared_issue_stated_month') }} as stated
    on
        criterion.region_code = stated.region_code
        and criterion.criterion_code = stated.domain
        and month.month_start = stated.month_start
where criterion.classification = '低散乱污'
