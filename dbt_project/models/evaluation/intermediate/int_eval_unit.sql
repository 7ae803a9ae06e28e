-- One row per evaluation unit: its scheme and quota group (规上 by the roster of the data year with the region's rule
-- for 退规 and 小升规), its land, and why it is left out of the evaluation where it is.
with
eval_scheme as not materialized (select * from {{ ref('eval_scheme') }}),
int_eval_member as not materialized (select * from {{ ref('int_eval_member') }}),
int_eval_lease as (select * from {{ ref('int_eval_lease') }}),
policy_parameter as (select * from {{ ref('policy_parameter') }}),

rule as (
    select
        region_code as area_code,
        data_year_from,
        data_year_to,
        min(roster_exit_rule) as roster_exit_rule,
        min(roster_entry_rule) as roster_entry_rule,
        bool_or(group_code = 'tenant') as has_tenant_group,
        bool_or(group_code = 'below_small') as has_small_group,
        max(case when group_code = 'below_scale' then min_land_mu end) as below_min_land_mu
    from eval_scheme
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
        bool_or(rule.has_tenant_group) as has_tenant_group,
        bool_or(rule.has_small_group) as has_small_group,
        max(rule.below_min_land_mu) as below_min_land_mu,
        cast(sum(member.land_sqm) as decimal(18, 4)) as land_sqm,
        cast(sum(member.collective_sqm) as decimal(18, 4)) as collective_sqm,
        bool_or(member.is_land_unknown) as is_land_unknown,
        coalesce(bool_and(member.is_under_construction) filter (where member.has_land), false)
            as is_under_construction,
        coalesce(bool_and(member.is_landlord_only) filter (where member.has_land), false) as is_landlord_only
    from int_eval_member as member
    left join rule
        on
            member.area_code = rule.area_code
            and member.data_year >= rule.data_year_from
            and member.data_year <= coalesce(rule.data_year_to, 9999)
    group by member.eval_unit_id, member.region_code, member.data_year
),

-- 规下 by land and tenancy where the scheme has such groups (A11); else all of it is one.
grouped as (
    select
        summed.*,
        case
            when summed.is_above_scale then 'above_scale'
            when summed.has_tenant_group and lease.is_tenant then 'tenant'
            when
                summed.has_small_group
                and not summed.is_land_unknown
                and {{ is_below_mu('summed.land_sqm', 'summed.below_min_land_mu') }}
                then 'below_small'
            else 'below_scale'
        end as group_code
    from summed
    left join int_eval_lease as lease on summed.eval_unit_id = lease.eval_unit_id
),

evaluating_area as (
    select distinct
        area_code,
        data_year
    from int_eval_member
),

ranked_parameter as (
    select
        area.area_code,
        area.data_year,
        parameter.parameter_code,
        parameter.number_value,
        parameter.text_value,
        row_number() over (
            partition by area.area_code, area.data_year, parameter.parameter_code
            order by {{ own_before_all('parameter') }}
        ) as place
    from evaluating_area as area
    inner join policy_parameter as parameter
        on
            parameter.region_code in ('*', area.area_code)
            and parameter.parameter_code in ('collective_in_quota', 'new_firm_years')
            and {{ holds_for_year('parameter', 'area.data_year') }}
),

-- A county's own parameters go before those of all.
parameter as (
    select
        area_code,
        data_year,
        max(case when parameter_code = 'collective_in_quota' then text_value end) as collective_in_quota,
        max(case when parameter_code = 'new_firm_years' then cast(number_value as integer) end) as new_firm_years
    from ranked_parameter
    where place = 1
    group by area_code, data_year
)

select
    grouped.eval_unit_id,
    grouped.region_code,
    grouped.area_code,
    grouped.data_year,
    grouped.head_enterprise_id,
    scheme.scheme_code,
    scheme.group_code,
    grouped.industry_code,
    grouped.land_sqm,
    grouped.is_land_unknown,
    case
        when scheme.scheme_code is null then null
        when grouped.is_under_construction then 'construction'
        when grouped.is_landlord_only then 'landlord_only'
        when
            scheme.new_firm_rule = 'excluded'
            and grouped.established_date
            > make_date(grouped.data_year, 12, 31) - to_years(parameter.new_firm_years)
            then 'new_firm'
        when
            parameter.collective_in_quota = 'false'
            and grouped.collective_sqm > 0
            and grouped.collective_sqm = grouped.land_sqm
            then 'collective_land'
        when not grouped.is_land_unknown and {{ is_below_mu('grouped.land_sqm', 'scheme.min_land_mu') }}
            then 'below_min_land'
    end as exclusion_reason
from grouped
left join eval_scheme as scheme
    on
        grouped.area_code = scheme.region_code
        and grouped.group_code = scheme.group_code
        and grouped.data_year >= scheme.data_year_from
        and grouped.data_year <= coalesce(scheme.data_year_to, 9999)
        and {{ holds_for_year('scheme', 'grouped.data_year') }}
left join parameter
    on grouped.area_code = parameter.area_code and grouped.data_year = parameter.data_year
