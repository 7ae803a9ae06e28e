-- Linking, names: one row per record: the one master its names lead to, by the first rung that is sure. Tables
-- query_part, name_count, alias_hit, candidate_fact; the bounds come from the seed link_threshold.
create or replace temp table by_name as
with fact as (
    select
        *,
        shop_class = 'equal' and industry_class = 'equal' and not is_other_code and is_here
        and is_same_unit and is_same_group as fits
    from candidate_fact
),

counted as (
    select
        *,
        count(*) filter (where is_all_parts) over (partition by q) as all_parts,
        count(*) filter (where fits) over (partition by q) as cores,
        count(*) filter (where is_core and is_door) over (partition by q) as cores_at_door,
        row_number() over (partition by q order by veto is null desc, score desc, master_id asc) as place,
        lead(score) over (partition by q order by veto is null desc, score desc, master_id asc) as next_score,
        lead(veto is null) over (partition by q order by veto is null desc, score desc, master_id asc) as next_open
    from fact
),

alias as (
    select
        a.q,
        count(*) filter (where not a.is_alias and a.is_here) as outer_here,
        count(*) filter (where not a.is_alias) as outer_anywhere,
        count(*) filter (where a.is_here) as here,
        min(a.master_id) filter (where not a.is_alias and a.is_here) as outer_master,
        min(a.master_id) filter (where not a.is_alias) as outer_master_anywhere,
        min(a.master_id) filter (where a.is_here) as master_id
    from alias_hit as a
    inner join candidate_fact as n on a.q = n.q and a.master_id = n.master_id
    where not n.is_other_code
    group by a.q
),

rung as (
    select
        q,
        master_here as master_id,
        1 as rung,
        'name' as method,
        1.0 as score
    from name_count
    where here = 1
    union all
    select
        q,
        master_former,
        2,
        'former_name',
        1.0
    from name_count
    where here = 0 and here_with_former = 1
    union all
    -- A name that says its place is one firm's wherever the list comes from.
    select
        n.q,
        n.master_anywhere,
        3,
        'name',
        1.0
    from name_count as n
    inner join query_part as q on n.q = q.q
    where n.here_with_former = 0 and n.anywhere = 1 and q.place <> '' and q.form <> ''
    union all
    select
        q,
        outer_master,
        4,
        'name',
        1.0
    from alias
    where outer_here = 1
    union all
    select
        a.q,
        a.outer_master_anywhere,
        4,
        'name',
        1.0
    from alias as a
    inner join query_part as q on a.q = q.q
    where a.here = 0 and a.outer_anywhere = 1 and q.place <> '' and q.form <> ''
    union all
    select
        q,
        master_id,
        4,
        'former_name',
        1.0
    from alias
    where outer_anywhere = 0 and here = 1
    union all
    select
        q,
        master_id,
        5,
        'parts',
        score
    from counted
    where is_all_parts and all_parts = 1
    union all
    select
        q,
        master_id,
        6,
        'parts',
        score
    from counted
    where is_core and ((cores = 1) or (is_door and cores_at_door = 1))
    union all
    select
        q,
        master_id,
        7,
        'model',
        score
    from counted
    where
        place = 1 and veto is null and score >= {{ automatic }}
        and (next_score is null or not next_open or score - next_score >= {{ margin }})
        and (is_door or (shop_class = 'equal' and industry_class = 'longer'))
)

select rung.*
from rung
inner join query_part as q on rung.q = q.q
where len(q.holders) < 2 and len(q.codes) < 2
qualify row_number() over (partition by rung.q order by rung.rung asc, rung.score desc, rung.master_id asc) = 1;
