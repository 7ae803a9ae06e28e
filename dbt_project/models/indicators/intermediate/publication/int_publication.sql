-- One row per figure whose day of freezing has come: as it is now, beside the newest it was published as. The day is
-- the period's end and the days the region's parameter gives.
with
int_scope as (select * from {{ ref('int_scope') }}),
run as not materialized (select * from {{ source('lake', 'run') }}),
policy_parameter as (select * from {{ ref('policy_parameter') }}),
published as (select * from {{ source('lake', 'published') }}),
ind_value as (select * from {{ ref('ind_value') }}),

wait as (
    select
        scope.region_code,
        parameter.number_value as freeze_days,
        row_number() over (
            partition by scope.region_code order by {{ own_before_all('parameter') }}
        ) as place
    from int_scope as scope
    cross join run
    inner join policy_parameter as parameter
        on
            parameter.parameter_code = 'publication_freeze_days'
            and parameter.region_code in ('*', scope.region_code)
            and {{ in_force('parameter', 'run.business_date') }}
    where scope.scope_kind = 'region'
),

newest as (
    select *
    from published
    qualify row_number() over (
        partition by indicator_code, scope_kind, scope_code, domain, period
        order by revision_no desc
    ) = 1
)

select
    figure.*,
    run.business_date,
    newest.revision_no as published_revision_no,
    newest.value as published_value,
    newest.rule_version as published_rule_version,
    newest.period is null as is_first,
    newest.period is not null and (
        figure.value is distinct from newest.value
        or figure.numerator is distinct from newest.numerator
        or figure.denominator is distinct from newest.denominator
    ) as is_changed
from ind_value as figure
cross join run
inner join wait on figure.region_code = wait.region_code and wait.place = 1
left join newest
    on
        figure.indicator_code = newest.indicator_code
        and figure.scope_kind = newest.scope_kind
        and figure.scope_code = newest.scope_code
        and figure.domain = newest.domain
        and figure.period = newest.period
where figure.period_end_date + cast(wait.freeze_days as integer) <= run.business_date
