-- One row per scope, domain and month with illegal jumps: how many, and how many of them closed a problem that had not
-- passed acceptance.
select
    scope.scope_kind,
    scope.scope_code,
    event.domain,
    last_day(event.event_date) as month_end,
    count(*) as illegal_jump_count,
    count(*) filter (where event.event = '销号') as unaccepted_closed_count
from {{ ref('fct_issue_event') }} as event
inner join {{ ref('int_scope_issue') }} as scope on event.issue_id = scope.issue_id
where event.is_illegal_jump
group by scope.scope_kind, scope.scope_code, event.domain, last_day(event.event_date)
