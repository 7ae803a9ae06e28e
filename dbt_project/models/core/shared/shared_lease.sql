-- One row per lease (parcel, lessor, lessee, start; several where they end on different days), both sides merged, with
-- its land by the land-basis ladder: certificate of the unit let, stated land, share of floor, floor by 容积率, unknown.
with
int_lease_statement as (select * from {{ ref('int_lease_statement') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),

merged as (
    select
        parcel_id,
        lessor_id,
        lessee_id,
        start_date,
        use_kind,
        {% for side in ['lessee', 'lessor'] %}
        count(case when side = '{{ side }}' then 1 end) > 0 as has_{{ side }},
        {% for column in [
            'end_date', 'certificate_sqm', 'land_area_sqm', 'floor_area_sqm', 'region_code', 'batch_id', 'sheet', 'line'
        ] %}
        max(case when side = '{{ side }}' then {{ column }} end) as {{ side }}_{{ column }},
        {% endfor %}
        {% endfor %}
        lease_number
    from int_lease_statement
    group by parcel_id, lessor_id, lessee_id, start_date, use_kind, lease_number
),

-- The lessee's statement wins; what it leaves empty the lessor's fills.
chosen as (
    select
        *,
        case when has_lessee then lessee_end_date else lessor_end_date end as end_date,
        coalesce(lessee_certificate_sqm, lessor_certificate_sqm) as certificate_sqm,
        coalesce(lessee_land_area_sqm, lessor_land_area_sqm) as stated_land_sqm,
        coalesce(lessee_floor_area_sqm, lessor_floor_area_sqm) as floor_sqm,
        coalesce(lessee_region_code, lessor_region_code) as region_code,
        case when has_lessee then lessee_batch_id else lessor_batch_id end as batch_id,
        case when has_lessee then lessee_sheet else lessor_sheet end as sheet,
        case when has_lessee then lessee_line else lessor_line end as line
    from merged
),

based as (
    select
        chosen.*,
        parcel.land_area_sqm as parcel_land_sqm,
        parcel.floor_area_sqm as parcel_floor_sqm,
        parcel.floor_area_ratio,
        case
            when chosen.certificate_sqm is not null then 'certificate'
            when chosen.stated_land_sqm is not null then 'stated_land'
            else {{ basis_of_floor('chosen.floor_sqm', 'parcel') }}
        end as land_basis
    from chosen
    left join shared_parcel as parcel on chosen.parcel_id = parcel.parcel_id
)

select
    left(md5(concat_ws(
        '|', chosen.parcel_id, chosen.lessor_id, chosen.lessee_id, chosen.use_kind,
        coalesce(cast(chosen.start_date as varchar), ''), chosen.lease_number
    )), 16) as lease_id,
    chosen.parcel_id,
    chosen.lessor_id,
    chosen.lessee_id,
    chosen.use_kind,
    chosen.start_date,
    chosen.end_date,
    chosen.floor_sqm,
    chosen.land_basis,
    {{ land_by_basis('chosen', 'coalesce(chosen.certificate_sqm, chosen.stated_land_sqm)') }} as land_sqm,
    chosen.has_lessee,
    chosen.has_lessor,
    chosen.lessee_land_area_sqm,
    chosen.lessor_land_area_sqm,
    chosen.lessee_floor_area_sqm,
    chosen.lessor_floor_area_sqm,
    chosen.lessee_end_date,
    chosen.lessor_end_date,
    chosen.region_code,
    chosen.batch_id,
    chosen.sheet,
    chosen.line
from based as chosen
