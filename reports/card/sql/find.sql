-- One row per enterprise or parcel that a text ($1 in capitals, $2 as a normalised name) may mean: by key or code; if
-- none, by a spelling in any list; if none, by part of a name, location or code.
with candidate as (
    select
        case
            when upper(enterprise.enterprise_id) = $1 or enterprise.uscc = $1 then 1
            when
                enterprise_key.name_norm = $2 or upper(enterprise_key.uscc_text) = $1
                or $2 in (enterprise.enterprise_name, enterprise.former_name)
                then 2
            when contains(enterprise_key.name_norm, $2) or contains(enterprise.former_name, $2) then 3
            when contains(enterprise.uscc, $1) then 3
        end as step,
        'enterprise' as kind,
        enterprise.enterprise_id as subject_id,
        enterprise.uscc as code,
        enterprise.enterprise_name as label
    from dim_enterprise as enterprise
    left join dim_enterprise_key as enterprise_key on enterprise.enterprise_id = enterprise_key.enterprise_id
    where enterprise.enterprise_id <> 'NO_ENTERPRISE'
    union all
    select
        case
            when upper(parcel.parcel_id) = $1 or parcel.land_code = $1 then 1
            when length($1) = 28 and parcel.land_code = left($1, 19) then 1
            when upper(parcel_key.land_code_text) = $1 or upper(parcel_key.location_text) = $1 then 2
            when contains(upper(parcel_key.location_text), $1) or contains(parcel.land_code, $1) then 3
        end,
        'parcel',
        parcel.parcel_id,
        parcel.land_code,
        parcel.location
    from dim_parcel as parcel
    left join dim_parcel_key as parcel_key on parcel.parcel_id = parcel_key.parcel_id
    where parcel.parcel_id <> 'NO_PARCEL'
),

nearest as (
    select
        kind,
        subject_id,
        code,
        label,
        min(step) as step
    from candidate
    where step is not null
    group by kind, subject_id, code, label
)

select
    kind,
    subject_id,
    code,
    label
from nearest
qualify step = min(step) over ()
order by kind, subject_id
limit $3
