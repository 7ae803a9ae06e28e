-- One row per enterprise, region and data year: 四无 on the status date. Who shows no sign of operation has nothing to be
-- without: no, where the land lists are known to say so, else unknown; not_set where the region's plan does not speak
-- of 四无.
{% set criteria = ['licence', 'safety', 'premises', 'environment'] %}
with
classification_criterion as (select * from {{ ref('classification_criterion') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),
int_enterprise_year as (select * from {{ ref('int_enterprise_year') }}),
int_land_list_complete as (select * from {{ ref('int_land_list_complete') }}),
int_four_without_month as (select * from {{ ref('int_four_without_month') }}),

setting as (
    select distinct
        criterion.region_code,
        year.data_year
    from classification_criterion as criterion
    inner join shared_data_year as year on {{ in_force('criterion', 'year.status_date') }}
    where criterion.classification = '四无'
),

filled as (
    select
        figure.enterprise_id,
        figure.region_code,
        figure.data_year,
        figure.status_month,
        case
            when setting.region_code is null then 'not_set'
            when coalesce(land_list.is_complete, false) then 'no'
            else 'unknown'
        end as otherwise
    from int_enterprise_year as figure
    left join setting on figure.region_code = setting.region_code and figure.data_year = setting.data_year
    left join int_land_list_complete as land_list
        on figure.region_code = land_list.region_code and figure.status_month = land_list.month_start
)

select
    filled.enterprise_id,
    filled.region_code,
    filled.data_year,
    {% for code in criteria %}
    coalesce(four.four_without_{{ code }}, filled.otherwise) as four_without_{{ code }},
    case
        when four.enterprise_id is not null then four.four_without_{{ code }}_evidence
        when filled.otherwise <> 'not_set' then '无经营迹象'
    end as four_without_{{ code }}_evidence,
    {% endfor %}
    coalesce(four.is_four_without, filled.otherwise) as is_four_without,
    case when four.is_four_without = 'yes' then four.source_document || ' ' || four.clause end as source_clauses
from filled
left join int_four_without_month as four
    on
        filled.enterprise_id = four.enterprise_id
        and filled.region_code = four.region_code
        and filled.status_month = four.month_start
