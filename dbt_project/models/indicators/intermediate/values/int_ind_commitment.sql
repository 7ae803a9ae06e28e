-- One row per commitment indicator, scope, promise (domain; '' = together) and year its checkpoint fell due: promises
-- met of those that can be judged, by the newest check; 违约金 due and received. What cannot be judged is not covered.
with
fct_commitment_check as (select * from {{ ref('fct_commitment_check') }}),
fct_contract_commitment as (select * from {{ ref('fct_contract_commitment') }}),
int_scope_case as not materialized (select * from {{ ref('int_scope_case') }}),

due as (
    select
        contract_id,
        promise_code as domain,
        cast(year(coalesce(due_date, check_date)) as integer) as year_number,
        is_met
    from fct_commitment_check
    where is_latest_check and coalesce(due_date, check_date) is not null
),

breach as (
    select
        contract_id,
        cast(year(coalesce(due_date, check_date)) as integer) as year_number,
        penalty_due_cny,
        penalty_received_cny
    from fct_contract_commitment
    where is_latest_check and coalesce(due_date, check_date) is not null
)

{% for domain, grouping in {'due.domain': ', due.domain', "''": ''}.items() %}
select
    'commitment_met_rate' as indicator_code,
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    {{ domain }} as domain,
    due.year_number,
    cast(count(*) filter (where due.is_met = 'yes') as double) as numerator,
    cast(count(*) filter (where due.is_met in ('yes', 'no')) as double) as denominator,
    count(*) filter (where due.is_met in ('yes', 'no')) as covered_count,
    count(*) as total_count
from due
inner join int_scope_case as scope on scope.case_kind = 'contract' and due.contract_id = scope.case_id
group by scope.scope_kind, scope.scope_code, scope.region_code, due.year_number{{ grouping }}
union all
{% endfor %}
{% for code, column in {
    'breach_due_cny': 'penalty_due_cny', 'breach_received_cny': 'penalty_received_cny'
}.items() %}
select
    '{{ code }}' as indicator_code,
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    '' as domain,
    breach.year_number,
    cast(coalesce(sum(breach.{{ column }}), 0) as double) as numerator,
    cast(null as double) as denominator,
    count(*) as covered_count,
    count(*) as total_count
from breach
inner join int_scope_case as scope on scope.case_kind = 'contract' and breach.contract_id = scope.case_id
group by scope.scope_kind, scope.scope_code, scope.region_code, breach.year_number
{{ 'union all' if not loop.last }}
{% endfor %}
