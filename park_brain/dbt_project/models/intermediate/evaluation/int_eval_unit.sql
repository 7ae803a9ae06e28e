-- One row per evaluation unit: its scheme and quota group (规上 by the roster of the data year with the region's rule
-- for 退规 and 小升规), its land, and why it is left out of the evaluation where it is.
with rule as (
    select
        region_code as area_code,
        data_year_from,
        data_year_to,
        min(roster_exit_rule) as roster_exit_rule,
        min(roster_entry_rule) as roster_entry_rule
    from {{ ref('eval_scheme') }}
    group by region_code, data_year_from, data_year_to
),

summed as (
    select
        member.eval_unit_id,
        member.region_code,
        member.data_year,
        max(case when member.is_head then member.enterprise_id end) as head_enterprise_id,
        max(case when member.is_head then member.area_code end) as area_code,
        max(case when member.is_head then ltrim(member.industry_code, 'BCD') end) as industry_code,
        max(case when member.is_head then member.established_date end) as established_date,
        bool_or(member.is_on_roster and case member.roster_change
            when '退出' then rule.roster_exit_rule = 'stays'
            when '新增' then rule.roster_entry_rule = 'this_year'
            else true
        end) as is_above_scale,
        bool_or(member.has_land) as has_land,
        cast(sum(member.land_sqm) as decimal(18, 4)) as land_sqm,
        cast(sum(member.collective_sqm) as decimal(18, 4)) as collective_sqm,
        bool_or(member.is_land_unknown) as is_land_unknown,
        coalesce(bool_and(member.is_under_construction) filter (where member.has_land), false)
            as is_under_construction,
        coalesce(bool_and(member.is_landlord_only) filter (where member.has_land), false) as is_landlord_only
    from {{ ref('int_eval_member') }} as member
    left join rule
        on
            member.area_code = rule.area_code
            and member.data_year >= rule.data_year_from
            and member.data_year <= coalesce(rule.data_year_to, 9999)
    group by member.eval_unit_id, member.region_code, member.data_year
),

parameter as (
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
    from (select distinct
        area_code,
        data_year
    from summed) as area
    inner join {{ ref('policy_parameter') }} as parameter
        on
            parameter.region_code in ('*', area.area_code)
            and parameter.parameter_code in ('collective_in_quota', 'new_firm_years')
            and {{ holds_for_year('parameter', 'area.data_year') }}
)

select
    summed.eval_unit_id,
    summed.region_code,
    summed.area_code,
    summed.data_year,
    summed.head_enterprise_id,
    scheme.scheme_code,
    scheme.group_code,
    summed.industry_code,
    summed.land_sqm,
    summed.is_land_unknown,
    case
        when scheme.scheme_code is null then null
        when summed.is_under_construction then 'construction'
        when summed.is_landlord_only then 'landlord_only'
        when
            scheme.new_firm_rule = 'excluded'
            and summed.established_date
            > make_date(summed.data_year, 12, 31) - to_years(cast(new_firm.number_value as integer))
            then 'new_firm'
        when
            collective.text_value = 'false' and summed.collective_sqm > 0 and summed.collective_sqm = summed.land_sqm
            then 'collective_land'
        when not summed.is_land_unknown and summed.land_sqm * 3 < scheme.min_land_mu * 2000 then 'below_min_land'
    end as exclusion_reason
from summed
left join {{ ref('eval_scheme') }} as scheme
    on
        summed.area_code = scheme.region_code
        and case when summed.is_above_scale then 'above_scale' else 'below_scale' end = scheme.group_code
        and summed.data_year >= scheme.data_year_from
        and summed.data_year <= coalesce(scheme.data_year_to, 9999)
        and {{ holds_for_year('scheme', 'summed.data_year') }}
left join parameter as collective
    on
        summed.area_code = collective.area_code
        and summed.data_year = collective.data_year
        and collective.parameter_code = 'collective_in_quota'
        and collective.place = 1
left join parameter as new_firm
    on
        summed.area_code = new_firm.area_code
        and summed.data_year = new_firm.data_year
        and new_firm.parameter_code = 'new_firm_years'
        and new_firm.place = 1
