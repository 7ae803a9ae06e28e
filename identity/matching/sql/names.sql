-- Linking, whole names: one row per record and master with the same name, and table settled, the records for which code
-- and whole name are enough. Tables query_key, master_key, code_hit.
create or replace temp table master_name as
select
    norm,
    master_id,
    region_stem,
    min(is_former) as is_former
from master_key
where norm <> ''
group by all;

create or replace temp table name_hit as
select
    q.q,
    m.master_id,
    bool_and(m.is_former) as is_former,
    bool_or(regions_fit(q.region_stem, m.region_stem)) as is_here
from query_key as q
inner join master_name as m on q.norm = m.norm
group by q.q, m.master_id;

create or replace temp table name_count as
select
    q,
    count(*) filter (where is_here and not is_former) as here,
    count(*) filter (where is_here) as here_with_former,
    count(*) as anywhere,
    min(master_id) filter (where is_here and not is_former) as master_here,
    min(master_id) filter (where is_here) as master_former,
    min(master_id) as master_anywhere
from name_hit
group by q;

-- Settled: the code's enterprise has the name, or there is no code and one enterprise in the region has the name.
create or replace temp table settled as
select
    q.q,
    h.master_id,
    h.method
from query_key as q
inner join code_hit as h on q.q = h.q and h.masters = 1
left join name_hit as n on q.q = n.q and h.master_id = n.master_id
where q.kind <> 'several' and len(q.holders) < 2 and (n.q is not null or (q.norm = '' and h.step in (1, 2)))
union all
select
    q.q,
    coalesce(c.master_here, c.master_former),
    case when c.here = 1 then 'name' else 'former_name' end
from query_key as q
inner join name_count as c on q.q = c.q
left join code_hit as h on q.q = h.q
where
    h.q is null and q.kind not in ('uscc', 'several')
    and (c.here = 1 or (c.here = 0 and c.here_with_former = 1));
