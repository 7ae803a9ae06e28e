-- Linking, evidence: one row per compared pair: how its parts agree, what vetoes the link, and the model's score.
-- Tables pair (q, m), query_part, master_part, scored (q, m, score).
create or replace temp table pair_fact as
with compared as (
    select
        p.q,
        p.m,
        m.master_id,
        scored.score,
        case
            when q.trade_name = '' or m.trade_name = '' then 'none'
            when q.trade_name = m.trade_name then 'equal'
            when
                (q.industry = '' and starts_with(q.core, m.trade_name))
                or (m.industry = '' and starts_with(m.core, q.trade_name))
                then 'head'
            when
                least(length(q.core), length(m.core)) > 1
                and (
                    (q.industry = '' and starts_with(m.core, q.core))
                    or (m.industry = '' and starts_with(q.core, m.core))
                )
                then 'inside'
            when q.trade_name_sound = m.trade_name_sound then 'sound'
            when q.trade_name_shape = m.trade_name_shape then 'shape'
            when
                q.numerals = m.numerals and least(length(q.core), length(m.core)) > 2
                and (is_near(q.core, m.core) or (q.industry = m.industry and is_near(q.trade_name, m.trade_name)))
                then 'typo'
            else 'differ'
        end as trade_name_class,
        case
            when q.industry = '' or m.industry = '' then if(q.industry = m.industry, 'equal', 'missing')
            when q.industry = m.industry then 'equal'
            when starts_with(q.industry, m.industry) or starts_with(m.industry, q.industry) then 'longer'
            when is_near(q.industry, m.industry) or q.core_sound = m.core_sound then 'near'
            else 'differ'
        end as industry_class,
        case
            when q.place = m.place then 'equal'
            when q.place = '' then 'missing'
            when m.place = '' then 'added'
            when starts_with(q.place, m.place) or starts_with(m.place, q.place) then 'fits'
            else 'differ'
        end as place_class,
        case
            when q.form = m.form then 'equal'
            when q.form = '' or m.form = '' then 'missing'
            when q.form_class = m.form_class then 'class'
            when q.form_class in ('公司', '厂') and m.form_class in ('公司', '厂') then 'factory'
            else 'differ'
        end as form_class,
        q.premises <> '' and q.premises = m.premises
        and (q.town_seat = m.town_seat or q.town_seat = '' or m.town_seat = '') as is_same_street_number,
        q.premises <> '' and m.premises <> '' and q.premises <> m.premises as is_elsewhere,
        q.premises = '' as is_addressless,
        -- The same parts in the same order, only spelt differently: 嵊州 for 嵊州市, 有限公司 for 有限责任公司.
        q.place = m.place and q.core = m.core and q.form = m.form
        and contains(q.norm, '(') = contains(m.norm, '(') as is_same_spelling,
        q.norm = m.norm as is_whole_name,
        m.is_former,
        regions_fit(q.region_stem, m.region_stem) as is_here,
        q.branch = m.branch and (m.site = '' or q.site = m.site) as is_same_unit,
        q.branch <> '' as is_unit,
        q.is_group = m.is_group as is_same_group,
        q.town = m.town or q.town = '' or m.town = '' as is_same_town,
        q.kind = 'uscc' and m.kind in ('uscc', 'respelt') and q.code <> m.code as is_other_code
    from pair as p
    inner join query_part as q on p.q = q.q
    inner join master_part as m on p.m = m.m
    left join scored on p.q = scored.q and p.m = scored.m
)

select
    *,
    case
        when is_other_code then '信用代码均有效但不同'
        when not is_same_unit then '分支机构或编号不同'
        when not is_same_group then '集团与其成员不同'
        when place_class = 'differ' or not is_same_town then '名称中的行政区划不同'
        when not is_here then '登记地区不同'
        when form_class = 'differ' then '组织形式不同'
        when trade_name_class in ('differ', 'none') and not is_whole_name then '字号不同'
        when
            trade_name_class in ('inside', 'sound', 'shape', 'typo') and not is_same_street_number
            then '字号有别，又无地址印证'
        when
            trade_name_class in ('equal', 'head') and industry_class = 'differ' and not is_same_street_number
            then '同字号不同行业'
        when (trade_name_class = 'head' or industry_class = 'near') and not is_same_street_number then '行业有别，又无地址印证'
        when is_elsewhere and not is_whole_name and not is_same_spelling then '名称不完全一致，地址又不同'
        when
            place_class = 'missing' and form_class = 'equal' and is_addressless and not is_whole_name
            then '名称无行政区划，又无地址印证'
        when is_unit and not is_same_street_number and not is_whole_name then '分支机构名称不完全一致，又无地址印证'
        -- A name that differs in place or form is another enterprise's, unless the street number is the same.
        when
            place_class in ('fits', 'added') and form_class <> 'equal'
            and not is_same_street_number and not is_whole_name
            then '行政区划和组织形式均不同'
        when place_class = 'fits' and not is_same_street_number and not is_whole_name then '行政区划不一致'
        when form_class = 'factory' and place_class <> 'missing' and not is_same_street_number then '组织形式不一致'
    end as veto
from compared;

-- One row per record and master: the master's name that fits best.
create or replace temp table candidate_fact as
select
    *,
    trade_name_class = 'equal' and industry_class = 'equal' and veto is null as is_core,
    trade_name_class = 'equal' and industry_class = 'equal' and veto is null
    and place_class = 'equal' and form_class = 'equal' as is_all_parts
from pair_fact
qualify
    row_number() over (
        partition by q, master_id order by is_whole_name desc, veto is null desc, score desc, is_former asc, m asc
    ) = 1;
