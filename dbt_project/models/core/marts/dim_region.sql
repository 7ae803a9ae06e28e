-- One row per region, county or town; regions that deliver files but are not in the seed are rows too.
with
ref_division as not materialized (select * from {{ ref('ref_division') }}),
batches as (select * from {{ source('lake', 'batches') }})

select
    division_code as region_code,
    division_zh as region_zh,
    parent_code,
    division_level,
    scope_kind
from ref_division
union all
select distinct
    batches.region_code,
    batches.region_code as region_zh,
    cast(null as varchar) as parent_code,
    'unlisted' as division_level,
    cast(null as varchar) as scope_kind
from batches
left join ref_division as division on batches.region_code = division.division_code
where division.division_code is null
