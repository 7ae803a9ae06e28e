-- One row per check of a contract and promise, judged by the figures: yes, no, or unknown with the reason; beside it
-- what the check says of the promise, and for 亩均税收 the parcel's own figure of the last calendar year complete on the
-- day of the check (docs/readings.md 7).
with
int_contract_check as not materialized (select * from {{ ref('int_contract_check') }}),
shared_contract as (select * from {{ ref('shared_contract') }}),
int_parcel_year as (select * from {{ ref('int_parcel_year') }}),
commitment_promise as (select * from {{ ref('commitment_promise') }}),
int_commitment_value as (select * from {{ ref('int_commitment_value') }}),

production as (
    select
        contract_id,
        min(coalesce(due_date, check_date)) as production_date
    from int_contract_check
    where contract_id is not null and checkpoint in ('达产复核', '运营复核')
    group by contract_id
),

-- One row per contract and whole calendar year after 达产: the tax of all users of the contract's parcel over its land
-- (docs/readings.md 7), NULL where the parcel may not be judged. 达产 is the first agreed day of a 达产复核 or 运营复核, else
-- the day it was checked.
contract_tax_year as (
    select
        contract.contract_id,
        figure.data_year,
        production.production_date,
        case when figure.evaluable_state = 'evaluable' then figure.tax_cny end as tax_cny,
        figure.land_sqm_months
    from shared_contract as contract
    inner join production on contract.contract_id = production.contract_id
    inner join int_parcel_year as figure
        on
            contract.today_parcel_id = figure.parcel_id
            and figure.data_year > year(production.production_date)
),

rule as (
    select
        check_row.batch_id,
        check_row.sheet,
        check_row.line,
        promise.*
    from int_contract_check as check_row
    inner join commitment_promise as promise
        on
            promise.region_code in ('*', check_row.region_code)
            and {{ in_force('promise', 'check_row.check_date') }}
    qualify row_number() over (
        partition by check_row.batch_id, check_row.sheet, check_row.line, promise.promise_code
        order by {{ own_before_all('promise') }}
    ) = 1
),

joined as (
    select
        check_row.*,
        rule.promise_code,
        rule.promise_zh,
        rule.unit,
        rule.direction,
        rule.display_order,
        rule.source_document as rule_document,
        rule.clause,
        rule.due_checkpoints = '*' or list_contains(string_split(rule.due_checkpoints, '、'), check_row.checkpoint)
            as is_due,
        check_row.failed_items like '%' || rule.stated_pattern || '%' as is_named_failed,
        tax_year.data_year as computed_year,
        tax_year.tax_cny,
        tax_year.land_sqm_months
    from int_contract_check as check_row
    inner join rule
        on
            check_row.batch_id = rule.batch_id
            and check_row.sheet = rule.sheet
            and check_row.line = rule.line
    left join contract_tax_year as tax_year
        on
            check_row.contract_id = tax_year.contract_id
            and rule.promise_code = 'tax'
            and tax_year.data_year = year(check_row.check_date + interval 1 day) - 1
)

select
    joined.*,
    value.promised,
    value.contract_promised,
    value.is_promise_different,
    value.stated_actual,
    case
        when joined.promise_code = 'investment' and joined.contract_area_sqm > 0
            then cast(value.stated_actual - cast(
                joined.price_cny / 10000 / {{ mu_of('joined.contract_area_sqm') }} as decimal(27, 4)
            ) as decimal(28, 4))
    end as actual_without_land_price,
    {{ wan_cny_per_mu('joined.tax_cny', 'joined.land_sqm_months') }} as computed_actual,
    -- Compared in whole numbers, unlike the ratio shown.
    {{ per_mu_left('joined.tax_cny') }} >= {{ per_mu_right('value.promised', 'joined.land_sqm_months') }}
        as is_computed_met,
    case joined.direction
        when 'at_least' then value.stated_actual >= value.promised
        when 'at_most' then value.stated_actual <= value.promised
    end as is_stated_met
from joined
left join int_commitment_value as value
    on
        joined.batch_id = value.batch_id
        and joined.sheet = value.sheet
        and joined.line = value.line
        and joined.promise_code = value.promise_code
