-- One row per enterprise, region and data year: the evaluation unit it belongs to. The published list names merged
-- units; local branches go with their 法人 (and with its merged unit); everyone else is a unit alone.
with
shared_parcel as (select * from {{ ref('shared_parcel') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
parcel_code as (select * from {{ source('lake', 'parcel_code') }}),
shared_land_year as (select * from {{ ref('shared_land_year') }}),
int_eval_official as (select * from {{ ref('int_eval_official') }}),
int_eval_candidate as not materialized (select * from {{ ref('int_eval_candidate') }}),

parcel as (
    select
        parcel.parcel_id,
        parcel.region_code,
        parcel.is_under_construction,
        coalesce(coalesce(register.ownership, code.code_ownership) = '集体', false) as is_collective
    from shared_parcel as parcel
    left join shared_parcel_register as register on parcel.parcel_id = register.parcel_id
    left join parcel_code as code on parcel.parcel_id = code.parcel_id
),

-- One row per enterprise, region and data year with land there: the land it is evaluated on (12-31, weighted for entry
-- and exit), without parcels in 建设期, and what kind of land it is.
land as (
    select
        land.enterprise_id,
        parcel.region_code,
        land.year_number as data_year,
        cast(sum(land.land_evaluated_sqm) filter (where not parcel.is_under_construction) as decimal(18, 4))
            as land_sqm,
        cast(
            coalesce(
                sum(land.land_evaluated_sqm) filter (where not parcel.is_under_construction and parcel.is_collective), 0
            ) as decimal(18, 4)
        ) as collective_sqm,
        coalesce(bool_or(land.is_land_unknown) filter (where not parcel.is_under_construction), false)
            as is_land_unknown,
        bool_and(parcel.is_under_construction) as is_under_construction,
        bool_and(land.is_landlord_only) as is_landlord_only
    from shared_land_year as land
    inner join parcel on land.parcel_id = parcel.parcel_id
    where land.enterprise_id <> 'NO_ENTERPRISE'
    group by land.enterprise_id, parcel.region_code, land.year_number
),

merged as (
    select
        enterprise_id,
        region_code,
        data_year,
        concat_ws('|', 'unit', part, unit_no) as unit_key,
        unit_no,
        case unit_kind
            when '同宗地合并' then 'parcel_merged' when '集团合并' then 'group_merged' when '分支机构合并' then 'branch_merged'
        end as unit_kind
    from int_eval_official
    where unit_no is not null and unit_kind in ('同宗地合并', '集团合并', '分支机构合并')
),

parent as (
    select distinct
        parent_enterprise_id,
        region_code,
        data_year
    from int_eval_candidate
    where parent_enterprise_id is not null
),

placed as (
    select
        candidate.*,
        own.unit_key is null and candidate.parent_enterprise_id is not null as is_branch,
        coalesce(
            own.unit_key,
            of_parent.unit_key,
            case
                when candidate.parent_enterprise_id is not null
                    then concat_ws('|', 'branch', candidate.parent_enterprise_id)
                when parent.parent_enterprise_id is not null then concat_ws('|', 'branch', candidate.enterprise_id)
            end,
            concat_ws('|', 'single', candidate.enterprise_id)
        ) as unit_key,
        coalesce(own.unit_no, of_parent.unit_no) as unit_no,
        coalesce(
            own.unit_kind,
            of_parent.unit_kind,
            case
                when candidate.parent_enterprise_id is not null or parent.parent_enterprise_id is not null
                    then 'branch_merged'
            end,
            'single'
        ) as unit_kind
    from int_eval_candidate as candidate
    left join merged as own
        on
            candidate.enterprise_id = own.enterprise_id
            and candidate.region_code = own.region_code
            and candidate.data_year = own.data_year
    left join merged as of_parent
        on
            candidate.parent_enterprise_id = of_parent.enterprise_id
            and candidate.region_code = of_parent.region_code
            and candidate.data_year = of_parent.data_year
    left join parent
        on
            candidate.enterprise_id = parent.parent_enterprise_id
            and candidate.region_code = parent.region_code
            and candidate.data_year = parent.data_year
)

select
    'U' || left(sha256(concat_ws('|', placed.region_code, placed.data_year, placed.unit_key)), 16) as eval_unit_id,
    placed.unit_kind,
    placed.unit_no,
    case when placed.unit_no is not null then 'official' when placed.unit_kind = 'single' then 'own' else 'registry' end
        as source,
    placed.enterprise_id,
    placed.region_code,
    placed.data_year,
    placed.area_code,
    placed.is_branch,
    placed.is_on_roster,
    placed.roster_change,
    placed.industry_code,
    placed.established_date,
    row_number() over (
        partition by placed.region_code, placed.data_year, placed.unit_key
        order by
            placed.is_branch asc,
            placed.is_on_roster desc,
            land.land_sqm desc nulls last,
            placed.enterprise_id asc
    ) = 1 as is_head,
    land.land_sqm,
    land.collective_sqm,
    land.enterprise_id is not null as has_land,
    coalesce(land.is_land_unknown, false) as is_land_unknown,
    coalesce(land.is_under_construction, false) as is_under_construction,
    coalesce(land.is_landlord_only, false) as is_landlord_only
from placed
left join land
    on
        placed.enterprise_id = land.enterprise_id
        and placed.region_code = land.region_code
        and placed.data_year = land.data_year
