-- One row per file: taken in or refused and why, not yet received as of the instant, or still being written.
with
files as (select * from {{ source('lake', 'files') }})

select
    arrival_id,
    file_path,
    region_code,
    department as department_code,
    file_sha256,
    size_bytes,
    received_at,
    outcome,
    refusal_codes,
    message_en,
    message_zh,
    batch_count
from files
