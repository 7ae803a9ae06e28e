-- Derive: parcel_code (the parts of each parcel's code) and parcel_code_mention (which list writes which code), from
-- parcel_key, parcel_mention and land_code_form.
create temp table parcel_code as
select distinct
    key.parcel_id,
    key.land_code,
    left(key.land_code, 6) as county_code,
    substr(key.land_code, 7, 3) as cadastral_area,
    substr(key.land_code, 10, 3) as cadastral_subarea,
    substr(key.land_code, 13, 2) as feature_code,
    substr(key.land_code, 15, 5) as serial_no,
    owner.ownership as code_ownership
from parcel_key as key
left join seed_parcel_feature as owner on substr(key.land_code, 13, 1) = owner.letter and owner.position = 1
where key.land_code is not null;

-- Which list writes which code, and in which row last; dbt checks them (codes of other counties and the like).
create temp table parcel_code_mention as
select
    * exclude (last),
    last.batch_id as batch_id,
    last.sheet as sheet,
    last.line as line
from (
    select
        mention.list_code,
        mention.region_code,
        mention.land_code_text,
        form.form,
        form.land_code,
        form.county_code,
        form.is_known_county,
        form.is_known_feature,
        form.is_fixture_plain,
        min(key.method) as method,
        min(key.parcel_id) as parcel_id,
        max(mention.last) as last
    from parcel_mention as mention
    inner join land_code_form as form on mention.land_code_text = form.text
    inner join parcel_key as key
        on
            mention.region_code = key.region_code
            and mention.land_code_text = key.land_code_text
            and mention.location_text = key.location_text
            and mention.place_text = key.place_text
    where form.form <> 'empty'
    group by all
) as found;
