-- One row per scope and case (problem, penalty, accident, supply contract, item of 落后产能) that counts in it: once in its
-- region and county, in at most one town and one platform with those above it.
with
fct_issue as (select * from {{ ref('fct_issue') }}),
fct_penalty as (select * from {{ ref('fct_penalty') }}),
fct_accident as (select * from {{ ref('fct_accident') }}),
shared_contract as (select * from {{ ref('shared_contract') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
shared_outdated_item as (select * from {{ ref('shared_outdated_item') }}),

cases as (
    select
        'issue' as case_kind,
        issue_id as case_id,
        region_code,
        county_code,
        town_name,
        parcel_id,
        enterprise_id,
        found_date as place_date
    from fct_issue
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
    from fct_penalty
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
    from fct_accident
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
    from shared_contract as contract
    left join dim_parcel as parcel on contract.today_parcel_id = parcel.parcel_id
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
    from shared_outdated_item
),

scoped as (
    {{ scope_of_cases('cases') }}
)

select
    scope_kind,
    scope_code,
    region_code,
    case_kind,
    case_id
from scoped
