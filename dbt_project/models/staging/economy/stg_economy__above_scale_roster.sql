-- One row per accepted row of 规上工业企业名录 (economy.above_scale_roster) in every winning batch, with the key of the
-- enterprise it names. The list has one row per enterprise on the statistical roster of the data year.
-- Generated from ingest/contracts/economy/above_scale_roster.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.county_name,
    src.town_name,
    src.industry_code,
    src.roster_change,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'economy__above_scale_roster') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
