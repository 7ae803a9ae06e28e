-- Derive: head offices of branches; a branch stays an enterprise of its own. One row per anchor with only branch names,
-- if exactly one registered enterprise has the head office's name (in the region, else anywhere). Tables anchored,
-- head_name (norm, head_norm, unit), register_key (code, norm, region_code, is_former).
create temp table branch_head as
with branch as (
    select
        a.anchor_key,
        a.region_code,
        h.head_norm,
        h.unit
    from anchored as a
    left join head_name as h on a.name_norm = h.norm
    where a.name_norm <> ''
),

whole as (
    select anchor_key
    from branch
    group by anchor_key
    having bool_and(head_norm is not null)
),

found as (
    select
        b.anchor_key,
        b.unit,
        k.code,
        b.head_norm,
        k.region_code = b.region_code as is_here
    from branch as b
    inner join whole on b.anchor_key = whole.anchor_key
    inner join register_key as k on b.head_norm = k.norm and b.anchor_key <> k.code and not k.is_former
),

narrowed as (
    select
        *,
        bool_or(is_here) over (partition by anchor_key) as some_here
    from found
)

select
    anchor_key,
    min(code) as head_code,
    min('“' || unit || '”之前的名称与唯一企业一致：' || head_norm) as evidence
from narrowed
where is_here or not some_here
group by anchor_key
having count(distinct code) = 1;
