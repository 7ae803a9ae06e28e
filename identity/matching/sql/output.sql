-- Linking, output: table link has one row per record (master_id NULL where people must decide or no master fits), table
-- candidate the masters to choose from in a review, best first.
create or replace temp table link as
select
    q,
    master_id,
    method,
    case method when 'uscc' then 1.0 when 'name' then 0.98 when 'former_name' then 0.98 else 0.99 end::double as score,
    case method
        when 'uscc' then '统一社会信用代码两级校验均正确'
        when 'name' then '名称规范化后与本地区唯一企业一致'
        when 'former_name' then '与唯一企业的曾用名一致'
        when 'code_repaired' then '信用代码修复一处后唯一，名称相符'
        when 'old_code' then '组织机构代码或注册号一致，名称相符'
    end as evidence,
    cast(null as varchar) as doubt
from settled
union all
select
    d.q,
    d.master_id,
    case when d.master_id is not null then d.method end,
    case when d.master_id is not null then d.score end,
    case
        when d.master_id is not null
            then
                case d.method
                    when 'uscc' then '统一社会信用代码两级校验均正确'
                    when 'code_repaired' then '信用代码修复一处后唯一，名称相符'
                    when 'old_code' then '组织机构代码或注册号一致，名称相符'
                    when 'name' then '名称规范化后与唯一企业一致'
                    when 'former_name' then '与唯一企业的现用名或曾用名一致'
                    when 'parts' then '字号、行业与唯一企业一致' || if(f.is_same_street_number, '，门牌一致', '')
                    when 'model' then '名称各部分相近，模型得分 ' || round(d.score, 1) || if(f.is_same_street_number, '，门牌一致', '')
                end
    end,
    case when d.master_id is null then coalesce(d.doubt, null) end
from decided as d
left join candidate_fact as f on d.q = f.q and d.master_id = f.master_id;

create or replace temp table candidate as
with reason as (
    select
        f.q,
        f.master_id,
        f.score,
        case
            when h.q is not null then 0
            when f.is_whole_name then 1
            when a.q is not null then 2
            when f.veto is null then 3
            else 4
        end as strength,
        concat_ws(
            '；',
            case h.method
                when 'uscc' then '信用代码一致' when 'code_repaired' then '信用代码错一处' when 'old_code' then '旧码一致'
            end,
            case when f.is_whole_name then '名称一致' when a.q is not null then '曾用名或所含名称一致' end,
            case f.trade_name_class
                when 'equal' then '字号一致' when 'head' then '字号一致' when 'inside' then '字号残缺' when 'sound' then '字号同音'
                when 'shape' then '字号形近' when 'typo' then '字号差一字'
            end,
            case when f.industry_class = 'equal' then '行业一致' end,
            case when f.is_same_street_number then '门牌一致' end,
            f.veto
        ) as reasons,
        f.is_same_street_number,
        f.veto,
        f.trade_name_class
    from candidate_fact as f
    inner join link as l on f.q = l.q and l.master_id is null
    left join code_hit as h on f.q = h.q and f.master_id = h.master_id
    left join (select distinct
        q,
        master_id
    from alias_hit) as a on f.q = a.q and f.master_id = a.master_id
)

select
    q,
    row_number() over (partition by q order by strength asc, score desc, master_id asc) as rank,
    master_id,
    score,
    reasons
from reason
where
    strength < 3
    or (score >= {{ review }} and (is_same_street_number or trade_name_class <> 'differ'))
    or is_same_street_number
qualify rank <= {{ review_candidates }};
