-- Weights of a scheme add up to 100, its quotas end at 100, every indicator has a formula, and every rule is a word the
-- scorer knows (docs/clauses.md A18: weights of 1.30 and unknown rules went unnoticed elsewhere).
{% set versions = {'eval_indicator': 'indicator_code', 'eval_quota': 'grade'} %}
with
{% for seed, key in versions.items() %}
{{ seed }}_day as (
    select distinct
        scheme_code,
        valid_from as day
    from {{ ref(seed) }}
),

{{ seed }}_in_force as (
    select
        version.*,
        {{ seed }}_day.day
    from {{ seed }}_day
    inner join {{ ref(seed) }} as version
        on
            {{ seed }}_day.scheme_code = version.scheme_code
            and {{ in_force('version', seed ~ '_day.day') }}
){{ ',' if not loop.last }}
{% endfor %}

select
    scheme_code,
    'weights' as problem
from eval_indicator_in_force
group by scheme_code, day
having sum(weight) <> 100 or count(distinct indicator_code) <> count(*)
union all
select
    scheme_code,
    'quotas'
from eval_quota_in_force
group by scheme_code, day
having max(cumulative_share_pct) <> 100 or count(distinct cumulative_share_pct) <> count(*)
union all
select
    indicator.scheme_code,
    'formula of ' || indicator.indicator_code
from {{ ref('eval_indicator') }} as indicator
left join {{ ref('eval_formula') }} as formula on indicator.indicator_code = formula.indicator_code
where formula.indicator_code is null
union all
select
    scheme_code,
    'rules'
from {{ ref('eval_scheme') }}
where
    scorer not in ('ratio_to_base', 'prior_mean', 'min_max')
    or no_emission_rule <> 'group_average'
    or tenant_rule not in ('own', 'owner_grade', 'owner_grade_outside_micro_park')
    or roster_exit_rule not in ('stays', 'leaves')
    or roster_entry_rule not in ('next_year', 'this_year')
    or new_firm_rule not in ('evaluated', 'excluded')
    or quota_scope not in ('group', 'industry')
    or adjustment_order not in ('sum_times_factor_plus_bonus', 'sum_plus_bonus_times_factor')
    or score_decimals not between 0 and 6
    or (scorer = 'prior_mean' and base_factor is null)
    or (scorer = 'min_max' and minmax_floor_pct is null)
union all
select
    region_code,
    'veto ' || veto_code
from {{ ref('eval_veto') }}
where
    effect not in ('set', 'not_above', 'not_below', 'up_one', 'down_one')
    or condition_code not in (
        'has_outdated_capacity', 'has_serious_accident', 'failed_acceptance', 'has_tax_credit_d'
    )
union all
-- 修正系数 and 加分 come per firm from the published list; a number of points here would be read by nobody.
select
    scheme_code,
    'adjustment ' || adjustment_code
from {{ ref('eval_adjustment') }}
where adjustment_kind <> 'lease_deduction' and number_value <> 0
