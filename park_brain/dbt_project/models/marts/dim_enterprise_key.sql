-- One row per region, code and name as any list ever wrote them: the enterprise they lead to, by which step, with what
-- evidence, and where the pair was last seen.
with mention as (
    select
        region_code,
        uscc_text,
        name_text,
        string_agg(distinct list_code, '、' order by list_code asc) as list_codes,
        cast(sum(row_count) as bigint) as row_count,
        max(struct_pack(received_at := received_at, batch_id := batch_id, sheet := sheet, line := line)) as newest
    from {{ source('lake', 'enterprise_mention') }}
    group by region_code, uscc_text, name_text
)

select
    enterprise_key.region_code,
    enterprise_key.uscc_text,
    enterprise_key.name_text,
    enterprise_key.name_norm,
    enterprise_key.enterprise_id,
    enterprise_key.method,
    cast(enterprise_key.score as decimal(5, 4)) as score,
    enterprise_key.evidence as evidence_zh,
    mention.list_codes,
    mention.row_count,
    mention.newest.batch_id as batch_id,
    mention.newest.sheet as sheet,
    mention.newest.line as line
from {{ source('lake', 'enterprise_key') }} as enterprise_key
left join mention
    on
        enterprise_key.region_code = mention.region_code
        and enterprise_key.uscc_text = mention.uscc_text
        and enterprise_key.name_text = mention.name_text
