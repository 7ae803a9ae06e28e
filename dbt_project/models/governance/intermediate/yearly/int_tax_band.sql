-- One row per object (enterprise or parcel), region, data year and version of the region's bands in which its 亩均税收
-- lies, with the time the version is in force. Objects above all bands have none.
with
int_enterprise_year as (select * from {{ ref('int_enterprise_year') }}),
int_parcel_year as (select * from {{ ref('int_parcel_year') }}),
policy_tier as (select * from {{ ref('policy_tier') }}),

object as (
    select
        'enterprise' as object_kind,
        enterprise_id as object_id,
        region_code,
        data_year,
        tax_cny,
        land_sqm_months
    from int_enterprise_year
    where evaluable_state = 'evaluable'
    union all
    select
        'parcel',
        parcel_id,
        region_code,
        data_year,
        tax_cny,
        land_sqm_months
    from int_parcel_year
    where evaluable_state = 'evaluable'
)

select
    object.object_kind,
    object.object_id,
    object.region_code,
    object.data_year,
    tier.tier_code,
    tier.tier_zh,
    tier.upper_value,
    tier.valid_from,
    tier.valid_to,
    tier.source_document,
    tier.clause
from object
inner join policy_tier as tier
    on object.region_code = tier.region_code and {{ in_tier('tier', 'object.tax_cny', 'object.land_sqm_months') }}
