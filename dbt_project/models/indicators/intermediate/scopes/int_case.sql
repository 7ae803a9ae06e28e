-- One row per case that counts in scopes (problem, penalty, accident, supply contract, item of 落后产能, governance item)
-- with what tells its place: parcel, enterprise, town as stated, and the day the place is taken of.
select
    'issue' as case_kind,
    issue_id as case_id,
    region_code,
    county_code,
    town_name,
    parcel_id,
    enterprise_id,
    found_date as place_date
from {{ ref('fct_issue') }}
union all
select
    'penalty',
    penalty_id,
    region_code,
    county_code,
    town_name,
    parcel_id,
    enterprise_id,
    decided_date
from {{ ref('fct_penalty') }}
union all
select
    'accident',
    accident_id,
    region_code,
    county_code,
    town_name,
    'NO_PARCEL',
    enterprise_id,
    occurred_date
from {{ ref('fct_accident') }}
union all
select
    'contract',
    contract.contract_id,
    contract.region_code,
    parcel.county_code,
    null,
    contract.today_parcel_id,
    contract.enterprise_id,
    contract.signed_date
from {{ ref('shared_contract') }} as contract
left join {{ ref('dim_parcel') }} as parcel on contract.today_parcel_id = parcel.parcel_id
union all
select
    'outdated',
    item_id,
    region_code,
    county_code,
    town_name,
    parcel_id,
    enterprise_id,
    coalesce(listed_date, period_start)
from {{ ref('shared_outdated_item') }}
union all
select
    'item',
    gov_item_id,
    region_code,
    county_code,
    town_name,
    parcel_id,
    enterprise_id,
    status_date
from {{ ref('gov_item') }}
