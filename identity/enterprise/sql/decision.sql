-- Derive: people's decisions about links, the latest of each. decided_record: one row per record that a decision names;
-- decided_code: one row per valid code that another code replaces. Tables record, code_form, name_norm,
-- enterprise_decision.
create temp table record_id as
select
    r.region_code,
    r.uscc_text,
    r.name_text,
    c.code,
    c.kind,
    n.norm as name_norm,
    'R' || left(sha256(r.region_code || '|' || r.uscc_text || '|' || r.name_text), 16) as review_id
from record as r
inner join code_form as c on r.uscc_text = c.text
inner join name_norm as n on r.name_text = n.text;

create temp table named_record as
select
    r.region_code,
    r.uscc_text,
    r.name_text,
    d.action,
    d.target_code,
    d.decision_no,
    d.region_code as decision_region_code,
    d.received_at,
    d.decided_date
from record_id as r
inner join enterprise_decision as d
    on
        (d.review_id is not null and r.review_id = d.review_id)
        or (
            d.review_id is null and r.region_code = d.region_code and d.name_norm <> '' and r.name_norm = d.name_norm
            and (d.code = '' or r.code = d.code)
        );

create temp table decided_record as
select
    region_code,
    uscc_text,
    name_text,
    action,
    target_code,
    decision_no
from named_record
where action <> '不是同一企业'
qualify
    row_number() over (
        partition by region_code, uscc_text, name_text
        order by received_at desc, decided_date desc, decision_no desc
    ) = 1;

create temp table denied as
select distinct
    region_code,
    uscc_text,
    name_text,
    target_code
from named_record
where action = '不是同一企业';

-- A decision with a code and no name says that two valid codes are one enterprise. Chains are followed to the end.
create temp table decided_code as
with recursive stated as (
    select
        code,
        target_code,
        decision_no,
        region_code as decision_region_code
    from enterprise_decision
    where review_id is null and name_norm = '' and code <> '' and action = '同一企业' and target_code <> code
    qualify
        row_number() over (partition by code order by received_at desc, decided_date desc, decision_no desc) = 1
),

chain as (
    select
        code,
        target_code,
        decision_no,
        decision_region_code,
        [code, target_code] as path
    from stated
    union all
    select
        chain.code,
        stated.target_code,
        chain.decision_no,
        chain.decision_region_code,
        list_append(chain.path, stated.target_code)
    from chain
    inner join stated on chain.target_code = stated.code
    where not list_contains(chain.path, stated.target_code)
)

select
    code,
    target_code,
    decision_no,
    decision_region_code
from chain
qualify row_number() over (partition by code order by len(path) desc) = 1;
