-- One row per enterprise, region and data year in force in some month of the mart: its 亩均税收 and band there, whether
-- it may be judged, and how it is classified on the status date. Bands are of the data year; rolling 12 months beside.
select
    figure.enterprise_id,
    figure.region_code,
    case when enterprise.region_code = figure.region_code then enterprise.county_code end as county_code,
    case when enterprise.region_code = figure.region_code then enterprise.town_name end as town_name,
    figure.data_year,
    figure.status_date,
    figure.tax_cny,
    figure.tax_state,
    figure.is_net_refund,
    figure.land_sqm_months,
    figure.is_land_unknown,
    figure.is_landlord_only,
    case
        when figure.evaluable_state = 'evaluable' then {{ wan_cny_per_mu('figure.tax_cny', 'figure.land_sqm_months') }}
    end as tax_wan_cny_per_mu,
    figure.evaluable_state,
    low.tier_code,
    low.tier_zh,
    borderline.object_id is not null as is_borderline,
    figure.rolling_month,
    figure.rolling_tax_cny,
    case
        when figure.evaluable_state = 'evaluable' and figure.rolling_land_sqm_months > 0
            then {{ wan_cny_per_mu('figure.rolling_tax_cny', 'figure.rolling_land_sqm_months') }}
    end as rolling_tax_wan_cny_per_mu,
    grade.official_grade,
    grade.computed_grade,
    grade.grade_used,
    coalesce(grade.is_last_grade, false) as is_last_grade,
    low.is_last_grade_in_force,
    low.answer as is_low_efficiency,
    low.evidence as low_efficiency_evidence,
    low.source_clauses
from {{ ref('int_enterprise_year') }} as figure
inner join {{ ref('dim_enterprise') }} as enterprise on figure.enterprise_id = enterprise.enterprise_id
inner join {{ ref('int_low_efficiency') }} as low
    on
        low.object_kind = 'enterprise'
        and figure.enterprise_id = low.object_id
        and figure.region_code = low.region_code
        and figure.data_year = low.data_year
left join {{ ref('int_tax_borderline') }} as borderline
    on
        borderline.object_kind = 'enterprise'
        and figure.enterprise_id = borderline.object_id
        and figure.region_code = borderline.region_code
        and figure.data_year = borderline.data_year
left join {{ ref('int_enterprise_grade') }} as grade
    on
        figure.enterprise_id = grade.enterprise_id
        and figure.region_code = grade.region_code
        and figure.data_year = grade.data_year
