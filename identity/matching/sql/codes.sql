-- Linking, codes: one row per record and master that its code leads to, whole, repaired or old. Tables query_key (q)
-- and master_key (m, master_id) have codes and normal names.
create or replace temp table master_code as
select
    master_id,
    code,
    case when kind in ('uscc', 'respelt') then 'uscc' else 'other' end as kind
from master_key
where code <> ''
group by all;

-- A code with one error shares its first 13, its first 8 and last 5, or its last 9 characters with the correct code.
create or replace temp table near_code as
with broken as (
    select
        q,
        code
    from query_key
    where kind in ('broken', 'number') and length(code) between 17 and 19
),

registered as (
    select
        master_id,
        code
    from master_code
    where kind = 'uscc' and exists (from broken)
),

near as (
    select
        b.q,
        r.master_id,
        b.code,
        r.code as found
    from broken as b
    inner join registered as r on right(b.code, 9) = right(r.code, 9)
    union
    select
        b.q,
        r.master_id,
        b.code,
        r.code as found
    from broken as b
    inner join registered as r on left(b.code, 13) = left(r.code, 13)
    union
    select
        b.q,
        r.master_id,
        b.code,
        r.code as found
    from broken as b
    inner join registered as r on left(b.code, 8) = left(r.code, 8) and right(b.code, 5) = right(r.code, 5)
    union
    -- Characters 13 and 14 swapped: none of the shared parts above is intact.
    select
        b.q,
        r.master_id,
        b.code,
        r.code as found
    from broken as b
    inner join registered as r
        on left(b.code, 12) || b.code[14] || b.code[13] || substr(b.code, 15) = r.code
)

select
    q,
    master_id,
    found
from near
where damerau_levenshtein(code, found) <= 1;

create or replace temp table code_hit as
with hit as (
    select
        q.q,
        m.master_id,
        1 as step,
        'uscc' as method
    from query_key as q
    inner join master_code as m on q.code = m.code and m.kind = 'uscc'
    where q.kind = 'uscc'
    union all
    select
        q.q,
        m.master_id,
        2,
        'code_repaired'
    from query_key as q
    inner join master_code as m on q.code = m.code and m.kind = 'uscc'
    where q.kind = 'respelt'
    union all
    select
        q,
        master_id,
        3,
        'code_repaired'
    from near_code
    union all
    select
        q.q,
        m.master_id,
        4,
        'old_code'
    from query_key as q
    inner join master_code as m on q.code = substr(m.code, 9, 9) and m.kind = 'uscc'
    where q.kind = 'org'
    union all
    select
        q.q,
        m.master_id,
        5,
        'old_code'
    from query_key as q
    inner join master_code as m on q.code = m.code and m.kind = 'other'
    where q.kind in ('org', 'number')
)

select
    q,
    master_id,
    min(step) as step,
    arg_min(method, step) as method,
    count(*) over (partition by q) as masters
from hit
group by q, master_id;
