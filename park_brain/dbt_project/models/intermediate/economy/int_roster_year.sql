-- One row per region, data year and enterprise on 规上工业企业名录, with everything the yearly ratios need: tax, land
-- and figures of that region only, for an enterprise may work in several.
with roster as (
    select distinct
        region_code,
        enterprise_id,
        cast(year(period_start) as integer) as year_number
    from {{ ref('stg_economy__above_scale_roster') }}
)

select
    roster.region_code,
    roster.year_number,
    roster.enterprise_id,
    case when division.parent_code = roster.region_code then enterprise.county_code end as county_code,
    tax.tax_state,
    tax.tax_contribution_cny,
    land.land_sqm_months,
    coalesce(land.is_land_unknown, true) as is_land_unknown,
    output.value_added_cny,
    output.staff_avg_count
from roster
left join {{ ref('dim_enterprise') }} as enterprise on roster.enterprise_id = enterprise.enterprise_id
left join {{ ref('ref_division') }} as division on enterprise.county_code = division.division_code
left join {{ ref('int_tax_year') }} as tax
    on
        roster.enterprise_id = tax.enterprise_id
        and roster.region_code = tax.region_code
        and roster.year_number = tax.year_number
left join {{ ref('int_enterprise_land_year') }} as land
    on
        roster.enterprise_id = land.enterprise_id
        and roster.region_code = land.region_code
        and roster.year_number = land.year_number
left join {{ ref('int_output_year') }} as output
    on
        roster.enterprise_id = output.enterprise_id
        and roster.region_code = output.region_code
        and roster.year_number = output.year_number
