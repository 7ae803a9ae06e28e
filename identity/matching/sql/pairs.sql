-- Linking, blocking: one row per unsettled record and master record that share enough to be compared; all other pairs
-- are never compared, nor is a natural person with anyone by likeness. Tables query_part and master_part (records with
-- evidence), code_hit, name_hit.
create or replace temp table trade_name_count as
select
    trade_name,
    region_stem,
    count(*) as masters
from master_part
group by trade_name, region_stem;

create or replace temp table premises_count as
select
    premises,
    town_seat,
    region_stem,
    count(*) as masters
from master_part
where premises <> ''
group by premises, town_seat, region_stem;

create or replace temp table pair as
with blocked as (
    select
        q.q,
        m.m
    from query_part as q
    inner join master_part as m on q.trade_name = m.trade_name and q.industry = m.industry
    where q.trade_name <> ''
    union
    select
        q.q,
        m.m
    from query_part as q
    inner join master_part as m on q.trade_name = m.trade_name
    inner join trade_name_count as c on m.trade_name = c.trade_name and m.region_stem = c.region_stem
    where q.trade_name <> '' and (c.masters <= {{ trade_name_cap }} or m.premises = q.premises)
    union
    select
        q.q,
        m.m
    from query_part as q
    inner join master_part as m on q.core_sound = m.core_sound
    where q.core <> ''
    union
    select
        q.q,
        m.m
    from query_part as q
    inner join master_part as m on q.core_shape = m.core_shape
    where q.core <> ''
    union
    select
        d.q,
        e.m
    from deletion_query as d
    inner join deletion_master as e on d.key = e.key
    where d.core <> e.core and regions_fit(d.region_stem, e.region_stem)
    union
    select
        q.q,
        m.m
    from query_part as q
    inner join master_part as m on q.premises = m.premises and q.town_seat = m.town_seat
    inner join premises_count as c
        on m.premises = c.premises and m.town_seat = c.town_seat and m.region_stem = c.region_stem
    where q.premises <> '' and c.masters <= {{ premises_cap }}
)

select
    q.q,
    m.m
from blocked
inner join query_part as q on blocked.q = q.q
inner join master_part as m on blocked.m = m.m
where regions_fit(q.region_stem, m.region_stem) and not is_person(q.norm) and not is_person(m.norm)
union
select
    h.q,
    m.m
from (
    select
        q,
        master_id
    from code_hit
    union
    select
        q,
        master_id
    from name_hit
    union
    select
        q,
        master_id
    from alias_hit
) as h
inner join query_part as q on h.q = q.q
inner join master_part as m on h.master_id = m.master_id;
