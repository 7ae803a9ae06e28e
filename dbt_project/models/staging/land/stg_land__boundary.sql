-- One row per accepted row of 行政区界线 (land.boundary) in every winning batch.
select
    src.division_code,
    src.division_name,
    src.map_approval_no,
    src.coordinate_system,
    src.boundary_wkt,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__boundary') }} as src
