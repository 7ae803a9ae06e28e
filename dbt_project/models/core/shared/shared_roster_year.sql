-- One row per region, data year and enterprise on 规上工业企业名录, with everything the yearly ratios need: tax, land
-- and figures of that region only, for an enterprise may work in several; and which of them can be counted.
with
stg_economy__above_scale_roster as (select * from {{ ref('stg_economy__above_scale_roster') }}),
policy_target as (select * from {{ ref('policy_target') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
ref_division as (select * from {{ ref('ref_division') }}),
shared_tax_year as (select * from {{ ref('shared_tax_year') }}),
shared_enterprise_land_year as (select * from {{ ref('shared_enterprise_land_year') }}),
shared_output_year as (select * from {{ ref('shared_output_year') }}),

roster as (
    select distinct
        region_code,
        enterprise_id,
        cast(year(period_start) as integer) as year_number
    from stg_economy__above_scale_roster
),

-- What the region's plan asks of 规上亩均税收 in the whole region, as in force at the year's end.
target as (
    select
        region_code,
        valid_from,
        valid_to,
        cast(max(target_value) as decimal(9, 4)) as wan_cny_per_mu
    from policy_target
    where indicator_code = 'above_scale_tax_per_mu' and scope_kind = 'region' and is_headline
    group by region_code, valid_from, valid_to
),

joined as (
    select
        roster.region_code,
        roster.year_number,
        roster.enterprise_id,
        case when division.parent_code = roster.region_code then enterprise.county_code end as county_code,
        tax.tax_state,
        tax.tax_contribution_cny,
        tax.tax_without_cit_cny,
        land.land_sqm_months,
        coalesce(land.is_land_unknown, true) as is_land_unknown,
        output.value_added_cny,
        output.staff_avg_count,
        coalesce(land.land_sqm_months > 0 and not land.is_land_unknown, false) as has_land,
        coalesce(tax.tax_state in ('paid', 'zero'), false) as has_tax,
        coalesce(output.staff_avg_count > 0, false) as has_staff,
        output.value_added_cny is not null as has_value_added
    from roster
    left join dim_enterprise as enterprise on roster.enterprise_id = enterprise.enterprise_id
    left join ref_division as division on enterprise.county_code = division.division_code
    left join shared_tax_year as tax
        on
            roster.enterprise_id = tax.enterprise_id
            and roster.region_code = tax.region_code
            and roster.year_number = tax.year_number
    left join shared_enterprise_land_year as land
        on
            roster.enterprise_id = land.enterprise_id
            and roster.region_code = land.region_code
            and roster.year_number = land.year_number
    left join shared_output_year as output
        on
            roster.enterprise_id = output.enterprise_id
            and roster.region_code = output.region_code
            and roster.year_number = output.year_number
)

select
    joined.*,
    case
        when joined.has_tax and joined.has_land
            then
                {{ per_mu_left('joined.tax_contribution_cny') }}
                < {{ per_mu_right('target.wan_cny_per_mu', 'joined.land_sqm_months') }}
    end as is_below_target
from joined
left join target
    on
        joined.region_code = target.region_code
        and {{ in_force('target', 'make_date(joined.year_number, 12, 31)') }}
