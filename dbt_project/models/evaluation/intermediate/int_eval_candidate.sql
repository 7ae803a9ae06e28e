-- One row per enterprise, region and data year to be evaluated: on the roster, using land, or named in the published
-- result, and the local branches and parents of these; with the county that evaluates it.
with
stg_economy__above_scale_roster as (select * from {{ ref('stg_economy__above_scale_roster') }}),
shared_land_year as (select * from {{ ref('shared_land_year') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_eval_official as not materialized (select * from {{ ref('int_eval_official') }}),
enterprise as not materialized (select * from {{ source('lake', 'enterprise') }}),
dim_enterprise as not materialized (select * from {{ ref('dim_enterprise') }}),
shared_eval_year as (select * from {{ ref('shared_eval_year') }}),
ref_division as (select * from {{ ref('ref_division') }}),

roster as (
    select
        enterprise_id,
        region_code,
        cast(year(period_start) as integer) as data_year,
        roster_change,
        row_number() over (
            partition by enterprise_id, region_code, year(period_start)
            order by {{ last_received_first() }}
        ) as place
    from stg_economy__above_scale_roster
    where enterprise_id <> 'NO_ENTERPRISE'
),

core as (
    select
        enterprise_id,
        region_code,
        data_year
    from roster
    union
    select
        land.enterprise_id,
        parcel.region_code,
        land.year_number
    from shared_land_year as land
    inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
    where land.enterprise_id <> 'NO_ENTERPRISE'
    union
    select
        enterprise_id,
        region_code,
        data_year
    from int_eval_official
),

-- A 法人 and a branch of it that one county evaluates; a branch of an outside 法人 stands alone.
family as (
    select
        branch.enterprise_id,
        branch.parent_enterprise_id,
        branch.region_code
    from enterprise as branch
    inner join enterprise as parent
        on branch.parent_enterprise_id = parent.enterprise_id and branch.region_code = parent.region_code
    inner join dim_enterprise as branch_home on branch.enterprise_id = branch_home.enterprise_id
    inner join dim_enterprise as parent_home on parent.enterprise_id = parent_home.enterprise_id
    where branch_home.county_code is not distinct from parent_home.county_code
),

related as (
    select
        family.parent_enterprise_id,
        core.region_code,
        core.data_year
    from core
    inner join family on core.enterprise_id = family.enterprise_id and core.region_code = family.region_code
    union
    select
        core.enterprise_id,
        core.region_code,
        core.data_year
    from core
    inner join family on core.enterprise_id = family.parent_enterprise_id and core.region_code = family.region_code
),

everyone as (
    select * from core
    union
    select * from related
    union
    select
        family.enterprise_id,
        related.region_code,
        related.data_year
    from related
    inner join family
        on related.parent_enterprise_id = family.parent_enterprise_id and related.region_code = family.region_code
)

select
    everyone.enterprise_id,
    everyone.region_code,
    everyone.data_year,
    case
        when county.parent_code = everyone.region_code then county.division_code else everyone.region_code
    end as area_code,
    family.parent_enterprise_id,
    roster.enterprise_id is not null as is_on_roster,
    roster.roster_change,
    enterprise.industry_code,
    enterprise.established_date
from everyone
left join shared_eval_year as year
    on everyone.region_code = year.region_code and everyone.data_year = year.data_year
left join int_eval_official as official
    on
        everyone.enterprise_id = official.enterprise_id
        and everyone.region_code = official.region_code
        and everyone.data_year = official.data_year
left join dim_enterprise as enterprise on everyone.enterprise_id = enterprise.enterprise_id
left join ref_division as county on enterprise.county_code = county.division_code
left join family
    on everyone.enterprise_id = family.enterprise_id and everyone.region_code = family.region_code
left join roster
    on
        everyone.enterprise_id = roster.enterprise_id
        and everyone.region_code = roster.region_code
        and everyone.data_year = roster.data_year
        and roster.place = 1
where year.data_year is not null or official.data_year is not null
