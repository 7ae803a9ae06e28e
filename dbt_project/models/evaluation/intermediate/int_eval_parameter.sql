-- One row per evaluating county and data year: the parameters of the evaluation in force; a county's own go before '*'.
with area as (
    select distinct
        area_code,
        data_year
    from {{ ref('int_eval_member') }}
),

ranked as (
    select
        area.area_code,
        area.data_year,
        parameter.parameter_code,
        parameter.number_value,
        parameter.text_value,
        row_number() over (
            partition by area.area_code, area.data_year, parameter.parameter_code
            order by (parameter.region_code = '*') asc, parameter.valid_from desc
        ) as place
    from area
    inner join {{ ref('policy_parameter') }} as parameter
        on
            parameter.region_code in ('*', area.area_code)
            and parameter.parameter_code in ('collective_in_quota', 'new_firm_years')
            and {{ holds_for_year('parameter', 'area.data_year') }}
)

select
    area_code,
    data_year,
    max(case when parameter_code = 'collective_in_quota' then text_value end) as collective_in_quota,
    max(case when parameter_code = 'new_firm_years' then cast(number_value as integer) end) as new_firm_years
from ranked
where place = 1
group by area_code, data_year
