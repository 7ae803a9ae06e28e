-- Derive: parcel keys from table parcel_mention (region_code, land_code_text, location_text, vouches) and
-- location_norm (text, norm).
create temp table parcel_code as
select
    parcel_mention.*,
    location_norm.norm as location_norm,
    upper(trim(parcel_mention.land_code_text)) as code,
    regexp_full_match(upper(trim(parcel_mention.land_code_text)), '[0-9]{12}[GJZ][A-Z][0-9]{5}') as is_valid
from parcel_mention
inner join location_norm on parcel_mention.location_text = location_norm.text;

-- A location leads to a code only where exactly one valid code lies there in the region, in lists that vouch for it.
create temp table location_owner as
select
    region_code,
    location_norm,
    min(code) as code
from parcel_code
where vouches and is_valid and location_norm <> ''
group by region_code, location_norm
having count(distinct code) = 1;

create temp table parcel_key as
with anchored as (
    select
        parcel_code.region_code,
        parcel_code.land_code_text,
        parcel_code.location_text,
        case
            when parcel_code.is_valid then 'land_code'
            when location_owner.code is not null then 'location'
            when parcel_code.code <> '' then 'code_as_is'
            else 'location'
        end as method,
        case
            when parcel_code.is_valid then parcel_code.code
            else location_owner.code
        end as land_code,
        case
            when parcel_code.is_valid then parcel_code.code
            when location_owner.code is not null then location_owner.code
            when parcel_code.code <> '' then parcel_code.region_code || '|code|' || parcel_code.code
            else parcel_code.region_code || '|location|' || parcel_code.location_norm
        end as anchor_key
    from parcel_code
    left join location_owner
        on
            parcel_code.region_code = location_owner.region_code
            and parcel_code.location_norm = location_owner.location_norm
)

select
    region_code,
    land_code_text,
    location_text,
    'P' || left(sha256(anchor_key), 16) as parcel_id,
    method,
    land_code,
    case when land_code is null then '园区大脑临时编码' else '自然资源和规划部门' end as issuer
from anchored;
