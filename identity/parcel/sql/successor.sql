-- Derive: code_successor, one row per former code and the present code that replaced it, from code_lineage. A code that
-- was replaced one for one and is no longer listed means the parcel with the new code; chains are followed to the end.
create temp table code_successor as
with recursive step as (
    select
        lineage.region_code,
        lineage.former_code,
        lineage.land_code
    from code_lineage as lineage
    left join register_code as listed
        on
            lineage.region_code = listed.region_code
            and lineage.former_code = listed.land_code
            and listed.last_end = listed.newest_end
    where lineage.kind = 'recode' and listed.land_code is null
),

chain as (
    select
        region_code,
        former_code,
        land_code,
        [former_code, land_code] as seen
    from step
    union all
    select
        chain.region_code,
        chain.former_code,
        step.land_code,
        list_append(chain.seen, step.land_code)
    from chain
    inner join step on chain.region_code = step.region_code and chain.land_code = step.former_code
    where not list_contains(chain.seen, step.land_code)
)

select
    chain.region_code,
    chain.former_code,
    chain.land_code
from chain
left join step on chain.region_code = step.region_code and chain.land_code = step.former_code
where step.former_code is null;
