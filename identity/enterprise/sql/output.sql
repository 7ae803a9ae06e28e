-- Derive: the tables that dbt reads: enterprise_key (record), enterprise (one row per anchor), enterprise_mention (list
-- x record), enterprise_candidate (record x possible enterprise, for review). Tables anchored, record, list_mention,
-- candidate_master, denied, decided_record, branch_head (anchor_key, head_code, evidence).
create temp table enterprise_key as
select
    region_code,
    uscc_text,
    name_text,
    'E' || left(sha256(anchor_key), 16) as enterprise_id,
    method,
    score,
    evidence,
    name_norm,
    review_id
from anchored;

create temp table enterprise as
with grouped as (
    select
        a.anchor_key,
        bool_or(a.is_coded) as is_coded,
        bool_or(a.name_norm <> '') as is_named,
        coalesce(min(a.region_code) filter (where r.in_registry), min(a.region_code)) as region_code
    from anchored as a
    inner join record as r
        on
            a.region_code = r.region_code and a.uscc_text = r.uscc_text
            and a.name_text = r.name_text
    group by a.anchor_key
)

select
    'E' || left(sha256(g.anchor_key), 16) as enterprise_id,
    if(g.is_coded, g.anchor_key, null) as uscc,
    case when g.is_coded then 'uscc' when g.is_named then 'name' else 'code' end as anchor_kind,
    g.anchor_key,
    g.region_code,
    'E' || left(sha256(h.head_code), 16) as parent_enterprise_id,
    if(h.head_code is null, null, 'name') as parent_method,
    h.evidence as parent_evidence
from grouped as g
left join branch_head as h on g.anchor_key = h.anchor_key;

create temp table enterprise_mention as
select
    m.list_code,
    m.region_code,
    m.uscc_text,
    m.name_text,
    k.enterprise_id,
    k.method,
    k.name_norm,
    m.row_count,
    m.last.received_at as received_at,
    m.last.batch_id as batch_id,
    m.last.sheet as sheet,
    m.last.line as line
from list_mention as m
inner join enterprise_key as k
    on
        m.region_code = k.region_code and m.uscc_text = k.uscc_text
        and m.name_text = k.name_text;

create temp table enterprise_candidate as
select
    a.review_id,
    a.region_code,
    a.uscc_text,
    a.name_text,
    'E' || left(sha256(a.anchor_key), 16) as enterprise_id,
    row_number() over (partition by a.review_id order by c.rank) as rank,
    c.master_id as candidate_uscc,
    'E' || left(sha256(c.master_id), 16) as candidate_enterprise_id,
    c.name_text_master as candidate_name,
    c.score,
    concat_ws('；', c.doubt, c.reasons) as reasons
from candidate_master as c
inner join anchored as a
    on
        c.region_code = a.region_code and c.uscc_text = a.uscc_text
        and c.name_text = a.name_text
left join decided_record as d
    on
        a.region_code = d.region_code and a.uscc_text = d.uscc_text
        and a.name_text = d.name_text
left join denied
    on
        a.region_code = denied.region_code and a.uscc_text = denied.uscc_text and a.name_text = denied.name_text
        and c.master_id = denied.target_code
where d.decision_no is null and denied.target_code is null and c.master_id <> a.anchor_key;

-- The records that each decision applies to, shown beside the decision.
create temp table enterprise_decided as
select
    decision_no,
    decision_region_code as region_code,
    'R' || left(sha256(region_code || '|' || uscc_text || '|' || name_text), 16) as review_id
from named_record
union
select
    d.decision_no,
    d.decision_region_code,
    r.review_id
from decided_code as d
inner join record_id as r on d.code = r.code;
