-- One row per region, land code, location and place (a polygon's hash where no name tells the place) as any list ever
-- wrote them: the parcel they lead to, by which step and on what evidence.
with
parcel_key as (select * from {{ source('lake', 'parcel_key') }})

select
    region_code,
    land_code_text,
    location_text,
    place_text,
    parcel_id,
    method,
    evidence as evidence_zh,
    land_code,
    issuer
from parcel_key
