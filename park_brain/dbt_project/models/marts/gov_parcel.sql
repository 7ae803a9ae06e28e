-- One row per parcel and data year in force in some month of the mart, while the parcel exists: tax of all its
-- occupants by its land, its band, and how it is classified on the status date.
select
    figure.parcel_id,
    figure.region_code,
    parcel.county_code,
    parcel.town_name,
    figure.data_year,
    figure.status_date,
    figure.is_existing,
    figure.land_area_sqm,
    figure.land_sqm_months,
    figure.tax_cny,
    figure.user_count,
    case
        when figure.evaluable_state = 'evaluable' then {{ wan_cny_per_mu('figure.tax_cny', 'figure.land_sqm_months') }}
    end as tax_wan_cny_per_mu,
    figure.evaluable_state,
    low.tier_code,
    low.tier_zh,
    borderline.object_id is not null as is_borderline,
    low.answer as is_low_efficiency,
    low.evidence as low_efficiency_evidence,
    parcel.ownership,
    parcel.plan_conformity,
    parcel.current_use,
    parcel.planned_use,
    coalesce(parcel.land_status = '闲置', false) as is_idle,
    low.source_clauses
from {{ ref('int_parcel_year') }} as figure
inner join {{ ref('dim_parcel') }} as parcel on figure.parcel_id = parcel.parcel_id
inner join {{ ref('int_low_efficiency') }} as low
    on
        low.object_kind = 'parcel'
        and figure.parcel_id = low.object_id
        and figure.data_year = low.data_year
left join {{ ref('int_tax_borderline') }} as borderline
    on
        borderline.object_kind = 'parcel'
        and figure.parcel_id = borderline.object_id
        and figure.data_year = borderline.data_year
