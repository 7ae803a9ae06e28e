-- One row per enterprise, region and year whose 亩均税收 (own tax / own evaluated land) lies so near a threshold of the
-- region's plan that it is to be looked at by hand (临界). The ratio is compared unrounded, in exact decimals:
-- 万元/亩 is 元 / (15 ㎡).
select distinct
    tax.enterprise_id,
    tax.region_code,
    tax.year_number
from {{ ref('int_tax_year') }} as tax
inner join {{ ref('int_enterprise_land_year') }} as land
    on
        tax.enterprise_id = land.enterprise_id
        and tax.region_code = land.region_code
        and tax.year_number = land.year_number
inner join {{ ref('per_mu_threshold') }} as threshold
    on
        tax.region_code = threshold.region_code
        and cast(tax.year_number || '-12-31' as date) >= threshold.valid_from
        and coalesce(cast(tax.year_number || '-12-31' as date) <= threshold.valid_to, true)
where
    tax.tax_state in ('paid', 'zero')
    and land.land_evaluated_sqm > 0
    and not land.is_land_unknown
    and abs(tax.tax_contribution_cny - threshold.threshold_wan_cny_per_mu * 15 * land.land_evaluated_sqm)
    < threshold.boundary_wan_cny_per_mu * 15 * land.land_evaluated_sqm
