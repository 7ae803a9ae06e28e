-- One row per accepted row of 行政区界线 (land.boundary) in every winning batch. The list has one row per county or town
-- with its area as a polygon on the date of the list.
-- Generated from ingest/contracts/land/boundary.yml by `make generate`.
select
    src.division_code,
    src.division_name,
    src.map_approval_no,
    src.coordinate_system,
    src.boundary_wkt,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__boundary') }} as src
