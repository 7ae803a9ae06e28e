-- One row per check of a contract and promise (K1): what was promised and reached, as the check states it. What the
-- check leaves out of the promise is the contract's. 投资强度 includes 地价款; beside it without.
{% set promises = {
    'investment': 'investment_wan_cny_per_mu',
    'floor_area_ratio': 'far',
    'energy': 'energy_tce_per_wan_cny',
    'emission': 'emission_t_per_wan_cny',
    'tax': 'tax_wan_cny_per_mu'
} %}
with
int_contract_check as not materialized (select * from {{ ref('int_contract_check') }}),
shared_contract as not materialized (select * from {{ ref('shared_contract') }}),

long as (
    {% for code, column in promises.items() %}
    select
        batch_id,
        sheet,
        line,
        contract_id,
        '{{ code }}' as promise_code,
        promised_{{ column }} as check_promised,
        actual_{{ column }} as actual
    from int_contract_check
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

contract_promise as (
    {% for code, column in promises.items() %}
    select
        contract_id,
        '{{ code }}' as promise_code,
        promised_{{ column }} as promised
    from shared_contract
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    long.batch_id,
    long.sheet,
    long.line,
    long.promise_code,
    cast(coalesce(long.check_promised, contract_promise.promised) as decimal(18, 4)) as promised,
    cast(contract_promise.promised as decimal(18, 4)) as contract_promised,
    coalesce(long.check_promised <> contract_promise.promised, false) as is_promise_different,
    cast(long.actual as decimal(18, 4)) as stated_actual
from long
left join contract_promise
    on
        long.contract_id = contract_promise.contract_id
        and long.promise_code = contract_promise.promise_code
