{#
  Where cases count: a query with one row per scope and row of `cases`, a CTE with case_kind, case_id, region_code,
  county_code, town_name, parcel_id, enterprise_id ('NO_PARCEL', 'NO_ENTERPRISE' where there is none) and place_date. A
  case counts once in its region and county, in at most one town and one platform with those above it: the smallest
  ones of its parcel on the day of the case; without a parcel (or town of it) the town its list names, else the
  enterprise's in that year. The county is the one its list names.

      with cases as (select 'penalty' as case_kind, penalty_id as case_id, ... from fct_penalty),
      scoped as ({{ scope_of_cases('cases') }})
#}
{% macro scope_of_cases(cases) -%}
    with years as (
        select
            min(year_number) as first_year,
            max(year_number) as last_year
        from {{ ref('dim_month') }}
    ),

    parcel_place as (
        select
            src.case_kind,
            src.case_id,
            max(case when leaf.leaf_kind = 'area' then leaf.leaf_code end) as area_code,
            max(case when leaf.leaf_kind = 'platform' then leaf.leaf_code end) as platform_id
        from {{ cases }} as src
        inner join {{ ref('int_parcel_leaf') }} as leaf
            on {{ in_scope_on('src', 'leaf', 'src.place_date') }} and leaf.is_main
        where src.region_code = leaf.region_code
        group by src.case_kind, src.case_id
    ),

    placed as (
        select
            src.case_kind,
            src.case_id,
            src.region_code,
            src.county_code,
            coalesce(
                case when parcel_town.town_code is not null then place.area_code end,
                stated.town_code,
                stated_county.town_code,
                firm.area_code,
                place.area_code,
                src.county_code,
                src.region_code
            ) as area_code,
            coalesce(place.platform_id, firm.platform_id, 'NO_PLATFORM') as platform_id
        from {{ cases }} as src
        cross join years
        left join parcel_place as place on src.case_kind = place.case_kind and src.case_id = place.case_id
        left join {{ ref('int_town_name') }} as parcel_town on place.area_code = parcel_town.town_code
        left join {{ ref('int_town_name') }} as stated
            on src.region_code = stated.region_code and src.town_name = stated.town_name and stated.bearers = 1
        left join {{ ref('int_town_name') }} as stated_county
            on
                src.region_code = stated_county.region_code
                and src.town_name = stated_county.town_name
                and src.county_code = stated_county.county_code
        left join {{ ref('int_enterprise_leaf') }} as firm
            on
                src.enterprise_id = firm.enterprise_id
                and src.region_code = firm.region_code
                and least(greatest(cast(year(src.place_date) as integer), years.first_year), years.last_year)
                = firm.year_number
    )

    {% for kind, column in {'area': 'area_code', 'platform': 'platform_id'}.items() %}
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        placed.case_kind,
        placed.case_id
    from placed
    inner join {{ ref('int_scope_leaf') }} as scope
        on placed.{{ column }} = scope.leaf_code and placed.region_code = scope.region_code
    where scope.leaf_kind = '{{ kind }}' and scope.scope_kind <> 'county'
    union all
    {% endfor %}
    select
        'county' as scope_kind,
        placed.county_code as scope_code,
        placed.region_code,
        placed.case_kind,
        placed.case_id
    from placed
    inner join {{ ref('int_scope') }} as scope
        on
            scope.scope_kind = 'county'
            and placed.county_code = scope.scope_code
            and placed.region_code = scope.region_code
{%- endmacro %}
