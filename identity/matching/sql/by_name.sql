-- Linking, names: one row per record with the one master its names lead to, by the first conclusive step. Tables
-- query_part, name_count, alias_hit, candidate_fact; the thresholds come from the seed link_threshold.
create or replace temp table by_name as
with fact as (
    select
        *,
        trade_name_class = 'equal' and industry_class = 'equal' and not is_other_code and is_here
        and is_same_unit and is_same_group as fits
    from candidate_fact
),

counted as (
    select
        *,
        count(*) filter (where is_all_parts) over (partition by q) as all_parts,
        count(*) filter (where fits) over (partition by q) as cores,
        count(*) filter (where is_core and is_same_street_number) over (partition by q) as cores_at_street_number,
        row_number() over best_first as rank,
        lead(score) over best_first as next_score,
        lead(veto is null) over best_first as next_open
    from fact
    window best_first as (partition by q order by veto is null desc, score desc, master_id asc)
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

candidate_step as (
    select
        q,
        master_here as master_id,
        1 as step,
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
    -- A name that includes its place identifies one enterprise, whichever region the list comes from.
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
    where is_core and ((cores = 1) or (is_same_street_number and cores_at_street_number = 1))
    union all
    select
        q,
        master_id,
        7,
        'model',
        score
    from counted
    where
        rank = 1 and veto is null and score >= {{ automatic }}
        and (next_score is null or not next_open or score - next_score >= {{ margin }})
        and (is_same_street_number or (trade_name_class = 'equal' and industry_class = 'longer'))
)

select s.*
from candidate_step as s
inner join query_part as q on s.q = q.q
where len(q.holders) < 2 and len(q.codes) < 2
qualify row_number() over (partition by s.q order by s.step asc, s.score desc, s.master_id asc) = 1;
