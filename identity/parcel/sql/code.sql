-- Derive: land_code_form, one row per land code as typed (parcel_mention.land_code_text and former codes): its 19
-- characters by GB/T 37346, taken apart, and what is wrong with it. Reads seed_ref_division and seed_parcel_feature.
create temp table code_text as
select
    text.text,
    regexp_replace(
        upper(translate(
            text.text, '０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＯＰＱＲＳＴＵＷＸＹＺＩＶ',
            '0123456789ABCDEFGHJKLMNOPQRSTUWXYZIV'
        )),
        '[^0-9A-Z]', '', 'g'
    ) as stripped,
    -- Text without Latin letters or digits stays as written, unless it is a placeholder for a missing code.
    case
        when stripped <> '' then stripped
        when placeholder.text_norm is null then upper(trim(text.text))
        else ''
    end as code
from land_code_text as text
left join seed_placeholder_text as placeholder on upper(trim(text.text)) = placeholder.text_norm;

-- Lookalikes are replaced by the kind of character the position requires: 12 digits, two letters, five digits, then (in
-- codes of 28) a letter and eight digits.
create temp table code_read as
select
    text,
    code,
    regexp_full_match(code, '[0-9]{12}[GJZ][A-Z][0-9]{5}([A-Z][0-9]{8})?') as is_formal,
    translate(substr(code, 1, 12), 'ODQILZSBG', '000112586')
    || translate(substr(code, 13, 1), '612I', 'GJZJ') || translate(substr(code, 14, 1), '845', 'BAS')
    || translate(substr(code, 15, 5), 'ODQILZSBG', '000112586') as repaired
from code_text;

create temp table land_code_form as
with chosen as (
    select
        *,
        case when is_formal then left(code, 19) when length(code) in (19, 28) then repaired end as whole,
        case when is_formal and length(code) = 28 then substr(code, 20) end as fixture
    from code_read
),

parts as (
    select
        chosen.*,
        owner.ownership,
        owner.letter is not null and land_right.letter is not null as is_known_feature,
        county.division_code is not null as is_known_county,
        regexp_full_match(chosen.whole, '[0-9]{12}[GJZ][A-Z][0-9]{5}') and right(chosen.whole, 5) <> '00000' as is_whole
    from chosen
    left join seed_ref_division as county
        on left(chosen.whole, 6) = county.division_code and county.division_level = 'county'
    left join seed_parcel_feature as owner on substr(chosen.whole, 13, 1) = owner.letter and owner.position = 1
    left join seed_parcel_feature as land_right
        on substr(chosen.whole, 14, 1) = land_right.letter and land_right.position = 2
)

select
    text,
    case
        when code = '' then 'empty'
        when is_formal and length(code) = 28 then 'unit'
        when is_formal then case when code = upper(trim(text)) then 'formal' else 'repaired' end
        when is_whole and is_known_feature and is_known_county then 'repaired'
        else 'unread'
    end as form,
    case when is_formal or (is_whole and is_known_feature and is_known_county) then whole end as land_code,
    code as bare,
    ownership,
    is_known_feature,
    is_known_county,
    left(whole, 6) as county_code,
    fixture,
    coalesce(
        regexp_full_match(fixture, '[FLQ][0-9]{8}') and right(fixture, 8) <> '00000000' or fixture = 'W00000000', true
    ) as is_fixture_plain
from parts;
