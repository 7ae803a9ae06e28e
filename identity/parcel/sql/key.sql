-- Derive: parcel_key, one row per (region, land code, location, place) in any list, with the parcel it means, from
-- parcel_coded and newest_issuer.
-- A location leads to a code only if the authoritative lists of the region have exactly one code there.
create temp table location_owner as
select
    region_code,
    location_norm,
    min(present_code) as land_code
from parcel_coded
where is_authoritative and typed_code is not null and is_place
group by region_code, location_norm
having count(distinct present_code) = 1;

create temp table parcel_anchor as
select
    coded.*,
    case
        when coded.own_code <> coded.present_code then 'lineage'
        when coded.typed_code is not null then case coded.form when 'formal' then 'land_code' else coded.form end
        when coded.own_code is not null then 'repaired'
        when location_owner.land_code is not null then 'location'
        when coded.bare <> '' then 'code_as_is'
        when coded.is_place then 'location'
        else 'polygon'
    end as method,
    coalesce(coded.present_code, location_owner.land_code) as land_code,
    case
        when coded.bare <> ''
            then coded.region_code || '|code|' || coded.issuer_zh || '|' || upper(trim(coded.land_code_text))
        when coded.is_place then coded.region_code || '|location|' || coded.location_norm
        when coded.place_text <> '' then coded.region_code || '|polygon|' || coded.place_text
    end as temporary_anchor
from (
    -- is_place is applied here: as a one-sided join condition it would make the join slow.
    select
        parcel_coded.*,
        case when parcel_coded.is_place then parcel_coded.location_norm end as place_norm,
        coalesce(issuer.issuer_zh, '自然资源和规划部门') as issuer_zh
    from parcel_coded
    left join newest_issuer as issuer on parcel_coded.region_code = issuer.region_code
) as coded
left join location_owner
    on coded.region_code = location_owner.region_code and coded.place_norm = location_owner.location_norm;

create temp table parcel_key as
select
    region_code,
    land_code_text,
    location_text,
    place_text,
    'P' || left(sha256(coalesce(land_code, temporary_anchor)), 16) as parcel_id,
    method,
    case method
        when 'land_code' then '19 位宗地代码'
        when 'unit' then '不动产单元号前 19 位'
        when 'repaired' then '代码 ' || land_code_text || ' 有误写、缺零或多余字符，唯一可能的宗地代码为 ' || own_code
        when 'lineage' then '原宗地代码 ' || own_code || '，现为 ' || present_code
        when 'location'
            then coalesce('坐落与唯一的宗地 ' || land_code || ' 一致', '无宗地代码，按本地区坐落单独成地块')
        when 'code_as_is' then '代码不是 19 位宗地代码，按原样单独成地块'
        else '无宗地代码、坐落不具体，按图形单独成地块'
    end as evidence,
    land_code,
    case when land_code is null then '园区大脑临时编码' else issuer_zh end as issuer
from parcel_anchor
where land_code is not null or temporary_anchor is not null;
