-- Linking, aliases: one row per record and master that has a name given inside the record's name (新名（原旧名）, 原某某厂).
create or replace temp table alias_hit as
with inner_name as (
    select
        q,
        region_stem,
        plain as norm,
        false as is_alias
    from query_part
    where plain <> norm
    union all
    select
        q,
        region_stem,
        alias,
        true
    from query_part
    where alias <> ''
    union all
    select
        q,
        region_stem,
        regexp_replace(norm, '^原', ''),
        true
    from query_part
    where starts_with(norm, '原')
    union all
    select
        q,
        region_stem,
        unnest(holder_norms),
        false
    from query_part
    where len(holder_norms) > 1
)

select
    s.q,
    m.master_id,
    bool_and(s.is_alias) as is_alias,
    bool_or(regions_fit(s.region_stem, m.region_stem)) as is_here
from inner_name as s
inner join master_name as m on s.norm = m.norm
group by s.q, m.master_id;
