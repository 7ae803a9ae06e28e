-- One row per parcel of the newest 工业用地底数清单 and area of another kind (证载, 批准, 实测, 图形) that differs from its
-- 宗地面积 by more than the seed's tolerance. The areas stay apart; none is mended by another.
with measured as (
    {% for kind in ['certified', 'approved', 'surveyed'] -%}
    select
        register.parcel_id,
        register.region_code,
        '{{ kind }}' as kind,
        register.land_area_sqm,
        register.{{ kind }}_area_sqm as other_sqm,
        register.batch_id,
        register.sheet,
        register.line
    from {{ ref('shared_parcel_register') }} as register
    union all
    {% endfor -%}
    select
        parcel_id,
        region_code,
        'geometry',
        land_area_sqm,
        geometry_area_sqm,
        batch_id,
        sheet,
        line
    from {{ source('lake', 'parcel_geometry') }}
    where is_current
)

select
    measured.kind || '_area_differs' as check_id,
    measured.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    measured.parcel_id,
    cast(null as varchar) as period,
    'land.parcel_register' as list_code,
    measured.batch_id,
    measured.sheet,
    measured.line,
    tolerance.tolerance_zh || '：' || measured.land_area_sqm::varchar || ' ㎡，' || measured.other_sqm::varchar || ' ㎡'
        as detail_zh
from measured
cross join {{ source('lake', 'run') }} as run
inner join {{ ref('land_tolerance') }} as tolerance
    on
        measured.kind = tolerance.tolerance_code
        and run.business_date >= tolerance.valid_from
        and coalesce(run.business_date <= tolerance.valid_to, true)
where
    abs(measured.land_area_sqm - measured.other_sqm)
    > greatest(tolerance.absolute_sqm, tolerance.relative * measured.land_area_sqm)
