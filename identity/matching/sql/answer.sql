-- Linking, answer for files: one row per query row, in its order. Tables query_row (position, query_id, q), master_row,
-- link and candidate.
with best as (
    select
        c.q,
        string_agg(c.master_id, ' ' order by c.rank) as candidates,
        arg_min(c.score, c.rank) as score,
        arg_min(c.reasons, c.rank) as reasons,
        arg_min(m.name_text, c.rank) as name
    from candidate as c
    inner join master_row as m on c.master_id = m.master_id
    where c.rank <= 3
    group by c.q
)

select
    r.query_id,
    coalesce(l.master_id, '') as master_id,
    coalesce(l.method, if(best.q is not null, 'review', '')) as method,
    l.score,
    coalesce(l.evidence, concat_ws('；', l.doubt, best.reasons)) as evidence,
    r.name_text as query_name,
    coalesce(m.name_text, '') as master_name,
    coalesce(best.candidates, '') as candidate_id,
    best.score as candidate_score,
    coalesce(best.name, '') as candidate_name
from query_row as r
left join link as l on r.q = l.q
left join master_row as m on l.master_id = m.master_id
left join best on r.q = best.q
order by r.position
