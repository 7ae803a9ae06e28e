-- Derive: enterprise keys from tables list_mention (list_code, region_code, uscc_text, name_text, vouches, row_count,
-- last), name_norm (text, norm) and code_form (text, code, is_valid).
create temp table mention as
select
    region_code,
    uscc_text,
    name_text,
    bool_or(list_code = '{{ registry }}') as in_registry,
    bool_or(vouches) as vouches
from list_mention
group by region_code, uscc_text, name_text;

create temp table mention_valid as
select
    mention.*,
    name_norm.norm as name_norm,
    code_form.code,
    code_form.is_valid
from mention
inner join name_norm on mention.name_text = name_norm.text
inner join code_form on mention.uscc_text = code_form.text;

-- A name leads to a code only where exactly one valid code bears it in the region, in lists that vouch for it.
create temp table name_owner as
select
    region_code,
    name_norm,
    min(code) as code
from mention_valid
where vouches and is_valid and name_norm <> ''
group by region_code, name_norm
having count(distinct code) = 1;

create temp table enterprise_key as
with anchored as (
    select
        mention_valid.region_code,
        mention_valid.uscc_text,
        mention_valid.name_text,
        mention_valid.name_norm,
        mention_valid.in_registry,
        case
            when mention_valid.is_valid then 'uscc'
            when name_owner.code is not null then 'name'
            when mention_valid.name_norm <> '' then 'name_only'
            else 'code_only'
        end as method,
        case
            when mention_valid.is_valid then mention_valid.code
            when name_owner.code is not null then name_owner.code
            when mention_valid.name_norm <> '' then mention_valid.region_code || '|name|' || mention_valid.name_norm
            else mention_valid.region_code || '|code|' || mention_valid.code || '|' || mention_valid.name_text
        end as anchor_key
    from mention_valid
    left join name_owner
        on
            mention_valid.region_code = name_owner.region_code
            and mention_valid.name_norm = name_owner.name_norm
)

select
    region_code,
    uscc_text,
    name_text,
    'E' || left(sha256(anchor_key), 16) as enterprise_id,
    method,
    case method when 'uscc' then 1.0 when 'name' then 0.9 end::double as score,
    case method
        when 'uscc' then '统一社会信用代码两级校验均正确'
        when 'name' then '名称规范化后与本地区唯一企业 ' || anchor_key || ' 一致'
        when 'name_only' then '无有效信用代码，按本地区规范化名称单独成户'
        else '无名称且信用代码无效，按原代码单独成户'
    end as evidence,
    name_norm,
    anchor_key,
    in_registry
from anchored;

create temp table enterprise as
select
    enterprise_id,
    case when bool_or(method in ('uscc', 'name')) then anchor_key end as uscc,
    case
        when bool_or(method in ('uscc', 'name')) then 'uscc' when bool_or(method = 'name_only') then 'name' else 'code'
    end
        as anchor_kind,
    anchor_key,
    coalesce(min(region_code) filter (where in_registry), min(region_code)) as region_code
from enterprise_key
group by enterprise_id, anchor_key;

alter table enterprise_key drop column anchor_key;
alter table enterprise_key drop column in_registry;

-- Which list says which name of which enterprise, and on which line last: dbt checks names and codes with it.
create temp table enterprise_mention as
select
    list_mention.list_code,
    list_mention.region_code,
    list_mention.uscc_text,
    list_mention.name_text,
    enterprise_key.enterprise_id,
    enterprise_key.method,
    enterprise_key.name_norm,
    list_mention.row_count,
    list_mention.last.received_at as received_at,
    list_mention.last.batch_id as batch_id,
    list_mention.last.sheet as sheet,
    list_mention.last.line as line
from list_mention
inner join enterprise_key
    on
        list_mention.region_code = enterprise_key.region_code
        and list_mention.uscc_text = enterprise_key.uscc_text
        and list_mention.name_text = enterprise_key.name_text;
