-- One row per parcel, region and month with petitions (信访) that name the parcel in the months before its end: how many
-- and which, and whether they are many (parameters petition_months, petition_count_minimum).
with petition as (
    select
        parcel_id,
        region_code,
        petition_no,
        registered_date
    from (
        select
            *,
            row_number() over (
                partition by region_code, petition_no
                order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
            ) as place
        from {{ ref('stg_governance__petition') }}
    ) as ranked
    where place = 1 and parcel_id <> 'NO_PARCEL'
)

select
    petition.parcel_id,
    petition.region_code,
    month.month_start,
    count(*) as petition_count,
    count(*) >= max(minimum.number_value) as is_many,
    {{ joined_texts('petition.petition_no') }} as evidence
from petition
inner join {{ ref('dim_month') }} as month on petition.registered_date <= month.month_end
inner join {{ ref('shared_policy_parameter') }} as span
    on
        petition.region_code = span.region_code
        and month.month_start = span.month_start
        and span.parameter_code = 'petition_months'
inner join {{ ref('shared_policy_parameter') }} as minimum
    on
        petition.region_code = minimum.region_code
        and month.month_start = minimum.month_start
        and minimum.parameter_code = 'petition_count_minimum'
where
    petition.registered_date
    >= cast(month.month_start - cast(span.number_value - 1 as integer) * interval 1 month as date)
group by petition.parcel_id, petition.region_code, month.month_start
