-- One row per enterprise, region and year whose 亩均税收 (own tax / own evaluated land) lies so near a bound of the
-- region's bands that it is to be looked at by hand (临界). The ratio is compared unrounded, in exact decimals:
-- 万元/亩 is 元 / (15 ㎡).
select distinct
    tax.enterprise_id,
    tax.region_code,
    tax.year_number
from {{ ref('shared_tax_year') }} as tax
inner join {{ ref('shared_enterprise_land_year') }} as land
    on
        tax.enterprise_id = land.enterprise_id
        and tax.region_code = land.region_code
        and tax.year_number = land.year_number
inner join {{ ref('policy_tier') }} as tier
    on
        tax.region_code = tier.region_code
        and cast(tax.year_number || '-12-31' as date) >= tier.valid_from
        and coalesce(cast(tax.year_number || '-12-31' as date) <= tier.valid_to, true)
inner join {{ ref('policy_parameter') }} as distance
    on
        distance.parameter_code = 'borderline_distance'
        and distance.region_code = '*'
        and cast(tax.year_number || '-12-31' as date) >= distance.valid_from
        and coalesce(cast(tax.year_number || '-12-31' as date) <= distance.valid_to, true)
where
    tax.tax_state in ('paid', 'zero')
    and land.land_evaluated_sqm > 0
    and not land.is_land_unknown
    -- 15 ㎡ x 10^4 keeps the products inside 38 digits: the distance has ten decimals.
    and abs(tax.tax_contribution_cny - cast(tier.upper_value * 15 as decimal(18, 4)) * land.land_evaluated_sqm)
    < cast(distance.number_value * 15 as decimal(9, 4)) * land.land_evaluated_sqm
