-- One row per region, land code and location as any list ever wrote them: the parcel they lead to and by which step.
select
    region_code,
    land_code_text,
    location_text,
    parcel_id,
    method,
    land_code,
    issuer
from {{ source('lake', 'parcel_key') }}
