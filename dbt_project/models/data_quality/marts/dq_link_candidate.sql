-- One row per record whose enterprise people must tell and registered enterprise it may be, best first. Until then the
-- record has an enterprise of its own; answers come back as 企业关联决定清单 (data_centre.enterprise_link).
with
enterprise_candidate as (select * from {{ source('lake', 'enterprise_candidate') }}),
dim_enterprise_key as (select * from {{ ref('dim_enterprise_key') }})

select
    candidate.review_id,
    cast(candidate.rank as integer) as candidate_rank,
    candidate.region_code,
    candidate.uscc_text,
    candidate.name_text,
    candidate.enterprise_id,
    candidate.candidate_enterprise_id,
    candidate.candidate_uscc,
    candidate.candidate_name,
    cast(candidate.score as decimal(9, 4)) as match_weight,
    candidate.reasons as evidence_zh,
    enterprise_key.lists_zh,
    enterprise_key.row_count,
    enterprise_key.batch_id,
    enterprise_key.sheet,
    enterprise_key.line
from enterprise_candidate as candidate
inner join dim_enterprise_key as enterprise_key
    on
        candidate.region_code = enterprise_key.region_code
        and candidate.uscc_text = enterprise_key.uscc_text
        and candidate.name_text = enterprise_key.name_text
