-- One row per enterprise, region and data year under key supervision on the status date, and since when: on the newest
-- 重点排污单位名录 known then, or with a permit of 重点管理 valid then.
with
stg_environment__key_unit as (select * from {{ ref('stg_environment__key_unit') }}),
shared_data_year as not materialized (select * from {{ ref('shared_data_year') }}),
stg_environment__permit as (select * from {{ ref('stg_environment__permit') }}),

named as (
    select
        unit.enterprise_id,
        unit.region_code,
        unit.period_start as from_date,
        unit.period_end as known_date
    from stg_environment__key_unit as unit
    where unit.enterprise_id <> 'NO_ENTERPRISE'
),

newest as (
    select
        named.region_code,
        year.data_year,
        year.status_date,
        max(named.known_date) as known_date
    from named
    inner join shared_data_year as year on named.known_date <= year.status_date
    group by named.region_code, year.data_year, year.status_date
),

supervised as (
    select
        named.enterprise_id,
        named.region_code,
        newest.data_year,
        min(earlier.from_date) as from_date
    from newest
    inner join named on newest.region_code = named.region_code and newest.known_date = named.known_date
    inner join named as earlier
        on named.enterprise_id = earlier.enterprise_id and named.region_code = earlier.region_code
    group by named.enterprise_id, named.region_code, newest.data_year
    union all
    select
        permit.enterprise_id,
        permit.region_code,
        year.data_year,
        min(permit.valid_from_date)
    from stg_environment__permit as permit
    inner join shared_data_year as year
        on permit.valid_from_date <= year.status_date and coalesce(permit.valid_to_date >= year.status_date, true)
    where permit.permit_kind = '重点管理' and permit.enterprise_id <> 'NO_ENTERPRISE'
    group by permit.enterprise_id, permit.region_code, year.data_year
)

select
    enterprise_id,
    region_code,
    data_year,
    min(from_date) as from_date
from supervised
group by enterprise_id, region_code, data_year
