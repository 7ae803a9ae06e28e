-- One row per region, code and name as any list ever wrote them: the enterprise they lead to, by which step, with what
-- evidence, and where the pair was last seen.
with
enterprise_mention as (select * from {{ source('lake', 'enterprise_mention') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
enterprise_key as (select * from {{ source('lake', 'enterprise_key') }}),

mention as (
    select
        said.region_code,
        said.uscc_text,
        said.name_text,
        string_agg(distinct list.list_zh, '、' order by list.list_zh asc) as lists_zh,
        cast(sum(said.row_count) as bigint) as row_count,
        max(struct_pack(
            received_at := said.received_at, batch_id := said.batch_id, sheet := said.sheet, line := said.line
        )) as newest
    from enterprise_mention as said
    inner join contract_list as list on said.list_code = list.list_code
    group by said.region_code, said.uscc_text, said.name_text
)

select
    enterprise_key.region_code,
    enterprise_key.uscc_text,
    enterprise_key.name_text,
    enterprise_key.name_norm,
    enterprise_key.enterprise_id,
    enterprise_key.method,
    cast(enterprise_key.score as decimal(9, 4)) as score,
    enterprise_key.evidence as evidence_zh,
    mention.lists_zh,
    mention.row_count,
    mention.newest.batch_id as batch_id,
    mention.newest.sheet as sheet,
    mention.newest.line as line
from enterprise_key
left join mention
    on
        enterprise_key.region_code = mention.region_code
        and enterprise_key.uscc_text = mention.uscc_text
        and enterprise_key.name_text = mention.name_text
