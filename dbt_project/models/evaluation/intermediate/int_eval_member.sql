-- One row per enterprise, region and data year: the evaluation unit it belongs to. The published list names merged
-- units; local branches go with their 法人 (and with its merged unit); everyone else is a unit alone.
with merged as (
    select
        enterprise_id,
        region_code,
        data_year,
        concat_ws('|', 'unit', part, unit_no) as unit_key,
        unit_no,
        case unit_kind
            when '同宗地合并' then 'parcel_merged' when '集团合并' then 'group_merged' when '分支机构合并' then 'branch_merged'
        end as unit_kind
    from {{ ref('int_eval_official') }}
    where unit_no is not null and unit_kind in ('同宗地合并', '集团合并', '分支机构合并')
),

parent as (
    select distinct
        parent_enterprise_id,
        region_code,
        data_year
    from {{ ref('int_eval_candidate') }}
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
    from {{ ref('int_eval_candidate') }} as candidate
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
left join {{ ref('int_eval_land') }} as land
    on
        placed.enterprise_id = land.enterprise_id
        and placed.region_code = land.region_code
        and placed.data_year = land.data_year
