-- Derive: table anchored, one row per record with the anchor of the enterprise it belongs to, how and why. Tables
-- record_id, linked (region, texts, master_id, method, score, evidence, doubt), decided_record, denied, decided_code.
create temp table anchored as
with answered as (
    select
        r.region_code,
        r.uscc_text,
        r.name_text,
        r.name_norm,
        r.code,
        r.review_id,
        d.action,
        d.target_code,
        d.decision_no,
        l.doubt,
        denied.target_code is not null as is_denied,
        if(denied.target_code is null, l.master_id, null) as master_id,
        l.method,
        l.score,
        l.evidence,
        -- A valid code identifies one enterprise even if no register we have lists it.
        r.kind = 'uscc' and coalesce(l.doubt, '') <> '信用代码与名称指向不同企业'
        and own_denied.target_code is null as has_code
    from record_id as r
    left join linked as l
        on
            r.region_code = l.region_code and r.uscc_text = l.uscc_text
            and r.name_text = l.name_text
    left join decided_record as d
        on
            r.region_code = d.region_code and r.uscc_text = d.uscc_text
            and r.name_text = d.name_text
    left join denied
        on
            r.region_code = denied.region_code and r.uscc_text = denied.uscc_text and r.name_text = denied.name_text
            and l.master_id = denied.target_code
    left join denied as own_denied
        on
            r.region_code = own_denied.region_code and r.uscc_text = own_denied.uscc_text
            and r.name_text = own_denied.name_text and r.code = own_denied.target_code
),

decided as (
    select
        *,
        case
            when action = '同一企业' then 'decision'
            when action = '单独成户' then 'decision_alone'
            when master_id is not null then method
            when has_code then 'uscc'
            when doubt = '信用代码与名称指向不同企业' or is_denied then 'alone'
            when name_norm <> '' then 'name_only'
            else 'code_only'
        end as step
    from answered
)

select
    l.region_code,
    l.uscc_text,
    l.name_text,
    l.name_norm,
    l.review_id,
    l.step,
    case l.step
        when 'decision_alone' then 'decision'
        when 'alone' then 'name_only'
        else coalesce(if(m.code is null, null, 'decision'), l.step)
    end as method,
    case
        when m.code is not null or l.step in ('decision', 'decision_alone') then 1.0
        when l.step = 'uscc' then 1.0
        when l.master_id is not null then l.score
    end::double as score,
    case
        when l.step = 'decision' then '人工确认为同一企业（' || l.decision_no || '）'
        when l.step = 'decision_alone' then '人工确认单独成户（' || l.decision_no || '）'
        when m.code is not null then '人工确认两个信用代码为同一企业（' || m.decision_no || '）'
        when l.step = 'uscc' then '统一社会信用代码两级校验均正确'
        when l.step = 'alone' and l.is_denied then '人工否定了自动关联，暂单独成户'
        when l.step = 'alone' then l.doubt || '，待人工复核，暂单独成户'
        when l.step = 'name_only' then '无有效信用代码，按本地区规范化名称单独成户' || coalesce('（' || l.doubt || '）', '')
        when l.step = 'code_only' then '无名称且信用代码无效，按原代码单独成户'
        else l.evidence || '：' || l.master_id
    end as evidence,
    coalesce(
        m.target_code,
        case l.step
            when 'decision' then l.target_code
            when 'uscc' then coalesce(l.master_id, l.code)
            when 'name_only' then l.region_code || '|name|' || l.name_norm
            when 'code_only' then l.region_code || '|code|' || l.code || '|' || l.uscc_text || '|' || l.name_text
            when 'alone' then l.region_code || '|alone|' || l.uscc_text || '|' || l.name_text
            when 'decision_alone' then l.region_code || '|alone|' || l.uscc_text || '|' || l.name_text
            else l.master_id
        end
    ) as anchor_key,
    m.code is not null or l.step not in ('name_only', 'code_only', 'alone', 'decision_alone') as is_coded
from decided as l
left join decided_code as m
    on
        m.code = case l.step
            when 'decision' then l.target_code when 'uscc' then coalesce(l.master_id, l.code) else l.master_id
        end
        and l.step not in ('name_only', 'code_only', 'alone', 'decision_alone');
