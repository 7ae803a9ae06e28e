-- One row per evaluation unit: what its members paid, used and made in the region in the data year, exactly. An amount
-- is NULL where it is not known of one of them; a branch's figures of statistics are those of its 法人.
{% set output = ['value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count'] %}
with
shared_emission_year as (select * from {{ ref('shared_emission_year') }}),
shared_power_area_month as (select * from {{ ref('shared_power_area_month') }}),
ref_division as (select * from {{ ref('ref_division') }}),
int_eval_member as (select * from {{ ref('int_eval_member') }}),
shared_eval_year as (select * from {{ ref('shared_eval_year') }}),

emission as (
    select
        enterprise_id,
        region_code,
        year_number,
        case when count(pollution_equivalent_t) = count(*) then sum(pollution_equivalent_t) end as emission_t
    from shared_emission_year
    group by enterprise_id, region_code, year_number
),

power as (
    select
        power.enterprise_id,
        coalesce(city.parent_code, power.area_code) as region_code,
        cast(year(power.month_start) as integer) as year_number,
        sum(power.power_kwh) as power_kwh
    from shared_power_area_month as power
    left join ref_division as city on power.area_code = city.division_code and city.scope_kind = 'county'
    group by power.enterprise_id, region_code, cast(year(power.month_start) as integer)
),

known as (
    select
        member.eval_unit_id,
        member.is_branch,
        case
            when member.is_branch and tax.tax_state = 'not_local' then 0
            when year.is_tax_complete and tax.tax_state in ('paid', 'zero') then tax.tax_contribution_cny
        end as tax_cny,
        member.has_land and not member.is_under_construction as has_land,
        case when not member.is_land_unknown then member.land_sqm end as land_sqm,
        {% for measure in output %}
        output.{{ measure }},
        {% endfor %}
        case
            when emission.enterprise_id is not null then emission.emission_t
            when year.is_emission_complete then 0
        end as emission_t,
        case when year.is_power_complete then power.power_kwh end as power_kwh
    from int_eval_member as member
    left join shared_eval_year as year
        on member.region_code = year.region_code and member.data_year = year.data_year
    {% for name, model in {
        'tax': 'shared_tax_year', 'output': 'shared_output_year'
    }.items() %}
    left join {{ ref(model) }} as {{ name }}
        on
            member.enterprise_id = {{ name }}.enterprise_id
            and member.region_code = {{ name }}.region_code
            and member.data_year = {{ name }}.year_number
    {% endfor %}
    {% for name in ['emission', 'power'] %}
    left join {{ name }}
        on
            member.enterprise_id = {{ name }}.enterprise_id
            and member.region_code = {{ name }}.region_code
            and member.data_year = {{ name }}.year_number
    {% endfor %}
)

select
    eval_unit_id,
    cast(case when count(tax_cny) = count(*) then sum(tax_cny) end as decimal(18, 2)) as tax_cny,
    cast(
        case when count(land_sqm) filter (where has_land) = count(*) filter (where has_land) then sum(land_sqm) end
        as decimal(18, 4)
    ) as land_sqm,
    {% for measure in output %}
    cast(
        case
            when count({{ measure }}) filter (where not is_branch) = count(*) filter (where not is_branch)
                then sum({{ measure }})
        end as decimal(18, {{ 4 if measure in ['energy_tce', 'staff_avg_count'] else 2 }})
    ) as {{ measure }},
    {% endfor %}
    cast(case when count(emission_t) = count(*) then sum(emission_t) end as decimal(18, 4)) as emission_t,
    cast(sum(power_kwh) as decimal(18, 4)) as power_kwh
from known
group by eval_unit_id
