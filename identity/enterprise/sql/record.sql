-- Derive: both sides of the match. record: one row per distinct (region, code text, name text) in any list, with its
-- newest address; register_name: one row per name that a valid code has or had in an authoritative list. Tables
-- list_mention, former_mention (former names), code_form (text, code, kind) and name_norm (text, norm).
create temp table record as
select
    region_code,
    uscc_text,
    name_text,
    arg_max(address_text, (last, list_code)) filter (where address_text <> '') as address_text,
    bool_or(list_code = '{{ registry }}') as in_registry
from list_mention
group by region_code, uscc_text, name_text;

create temp table authoritative_name as
select
    m.region_code,
    c.code,
    m.name_text,
    n.norm,
    bool_or(m.list_code = '{{ registry }}') as in_registry,
    arg_max(m.address_text, (m.last, m.list_code)) filter (where m.address_text <> '') as address_text
from list_mention as m
inner join code_form as c on m.uscc_text = c.text and c.kind = 'uscc'
inner join name_norm as n on m.name_text = n.text
where m.is_authoritative
group by m.region_code, c.code, m.name_text, n.norm;

-- The registry overrides other lists: a name it gives to one enterprise belongs to no other, and for a code it lists,
-- names in other lists count as former names only.
create temp table register_name as
with owner as (
    select
        region_code,
        norm,
        min(code) as code
    from authoritative_name
    where in_registry and norm <> ''
    group by region_code, norm
    having count(distinct code) = 1
),

known as (
    select distinct
        region_code,
        code
    from authoritative_name
    where in_registry
)

select
    v.region_code,
    v.code,
    v.name_text,
    v.address_text,
    known.code is not null and not v.in_registry as is_former
from authoritative_name as v
left join owner on v.region_code = owner.region_code and v.norm = owner.norm
left join known on v.region_code = known.region_code and v.code = known.code
where v.in_registry or owner.code is null or owner.code = v.code
union
select
    f.region_code,
    c.code,
    f.name_text,
    null,
    true
from former_mention as f
inner join code_form as c on f.uscc_text = c.text and c.kind = 'uscc';
