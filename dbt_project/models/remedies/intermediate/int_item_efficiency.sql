-- One row per governance item: whether 亩均效益 is 低 or 较低 by its region's bands (docs/readings.md 6), on the figure of
-- its parcel, all users together, or of its enterprise where it has no parcel. What may not be judged is unknown,
-- unless the enterprise holds the last grade and the band includes it.
with figure as (
    select
        item.gov_item_id,
        item.region_code,
        item.status_date,
        case
            when item.parcel_id <> '' then parcel.evaluable_state
            else enterprise.evaluable_state
        end as evaluable_state,
        case when item.parcel_id <> '' then parcel.tax_cny else enterprise.tax_cny end as tax_cny,
        case when item.parcel_id <> '' then parcel.land_sqm_months else enterprise.land_sqm_months end
            as land_sqm_months,
        coalesce(enterprise.is_last_grade_in_force, false) as is_last_grade
    from {{ ref('int_item') }} as item
    left join {{ ref('gov_parcel') }} as parcel
        on item.parcel_id = parcel.parcel_id and item.data_year = parcel.data_year
    left join {{ ref('gov_enterprise') }} as enterprise
        on
            item.enterprise_id = enterprise.enterprise_id
            and item.region_code = enterprise.region_code
            and item.data_year = enterprise.data_year
),

judged as (
    select
        figure.gov_item_id,
        band.band,
        band.band_zh,
        case
            when figure.is_last_grade and band.includes_last_grade then 'yes'
            when coalesce(figure.evaluable_state, '') <> 'evaluable' then 'unknown'
            when {{ in_tier('band', 'figure.tax_cny', 'figure.land_sqm_months') }} then 'yes'
            else 'no'
        end as answer
    from figure
    inner join {{ ref('remedy_band') }} as band
        on figure.region_code = band.region_code and {{ in_force('band', 'figure.status_date') }}
)

select
    gov_item_id,
    {{ any_holds("case when band = 'low' then answer else 'no' end") }} as efficiency_is_low,
    {{ any_holds("case when band = 'lower' then answer else 'no' end") }} as efficiency_is_lower,
    string_agg(case when answer = 'yes' then band_zh end, '、' order by band_zh) as efficiency_band
from judged
group by gov_item_id
