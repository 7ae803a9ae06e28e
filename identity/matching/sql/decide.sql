-- Linking, decision: one row per unsettled record: its master or none, by which step, or why it is unresolved. Codes
-- take precedence over names unless the two contradict each other. Tables query_part, code_hit, by_name, alias_hit,
-- candidate_fact.
create or replace temp table by_code as
with hit as (
    select
        h.*,
        f.trade_name_class in ('equal', 'head', 'inside', 'sound', 'shape', 'typo')
        or f.is_whole_name
        or a.q is not null as is_named,
        coalesce(f.is_same_street_number, false) as is_same_street_number,
        q.norm = '' as is_nameless
    from code_hit as h
    inner join query_part as q on h.q = q.q
    left join candidate_fact as f on h.q = f.q and h.master_id = f.master_id
    left join (select distinct
        q,
        master_id
    from alias_hit) as a on h.q = a.q and h.master_id = a.master_id
)

select
    *,
    count(*) filter (where is_named) over (partition by q) as named
from hit;

create or replace temp table decided as
with code as (
    select *
    from by_code
    where (masters = 1 or (is_named and named = 1))
)

select
    q.q,
    case
        when len(q.holders) > 1 or len(q.codes) > 1 then null
        when q.kind = 'uscc' and code.q is null then null
        when code.q is null and exists_code.q is not null then null
        when code.q is null then name.master_id
        when name.master_id is null or name.master_id = code.master_id
            then
                if(
                    code.step = 1 or code.is_named or code.is_nameless or code.is_same_street_number,
                    code.master_id, null
                )
        when name.step >= 5 and code.is_named then code.master_id
    end as master_id,
    coalesce(code.method, name.method) as method,
    case
        when code.q is not null then if(code.step = 1, 1.0, if(code.step < 4, 0.99, 0.97))
        when name.step <= 4 then 0.98
        else name.score
    end as score,
    code.master_id as code_master_id,
    name.master_id as name_master_id,
    case
        when len(q.holders) > 1 or len(q.codes) > 1 then '一格多户'
        when code.master_id <> name.master_id then '信用代码与名称指向不同企业'
        when q.kind = 'uscc' and code.q is null then '信用代码有效但不在登记库中'
        when code.q is not null then '信用代码修复后名称不符'
        when exists_code.q is not null then '信用代码对应多家企业'
    end as doubt
from query_part as q
left join code on q.q = code.q
left join (select distinct q from by_code) as exists_code on q.q = exists_code.q
left join by_name as name on q.q = name.q;
