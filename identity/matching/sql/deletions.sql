-- Linking, near cores: one row per core and character left out of it, for unsettled records and the masters that share
-- such a shortened core. Two cores that differ by one wrong, missing, extra or swapped character always share one.
-- Tables query_part, master_part.
create or replace temp table deletion_query as
select
    q,
    core,
    region_stem,
    unnest(
        list_distinct(list_transform(range(1, length(core) + 1), lambda i: core[:i - 1] || core[i + 1:]) || [core])
    ) as key
from query_part
where length(core) >= 3;

create or replace temp table deletion_master as
select
    m,
    core,
    region_stem,
    key
from (
    select
        m,
        core,
        region_stem,
        unnest(
            list_distinct(list_transform(range(1, length(core) + 1), lambda i: core[:i - 1] || core[i + 1:]) || [core])
        ) as key
    from master_part
    where length(core) >= 3
) as shortened
where key in (select key from deletion_query);
