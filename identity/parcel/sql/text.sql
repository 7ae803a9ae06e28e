-- Derive: parcel_coded, one row per (region, land code, location, place) in any list, with the code it means and the
-- code that has replaced it, from parcel_mention, location_norm, land_code_form, code_successor and generic_location.
create temp table parcel_text as
select
    mention.*,
    location_norm.norm as location_norm,
    form.form,
    form.land_code as typed_code,
    form.bare,
    generic.location_norm is null and location_norm.norm <> '' as is_place
from (
    select
        region_code,
        land_code_text,
        location_text,
        place_text,
        bool_or(is_authoritative) as is_authoritative
    from parcel_mention
    group by all
) as mention
inner join location_norm on mention.location_text = location_norm.text
inner join land_code_form as form on mention.land_code_text = form.text
left join generic_location as generic
    on mention.region_code = generic.region_code and location_norm.norm = generic.location_norm;

create temp table known_code as
select distinct
    region_code,
    typed_code as land_code
from parcel_text
where is_authoritative and typed_code is not null;

-- A code that lost zeros or its end because it was stored as a number: only if exactly one known code fits.
create temp table shortened_code as
select
    short.region_code,
    short.bare,
    min(known.land_code) as land_code
from (
    select distinct
        region_code,
        bare
    from parcel_text
    where typed_code is null and regexp_full_match(bare, '[0-9]{12}[GJZ][A-Z][0-9]{1,4}')
) as short
inner join known_code as known
    on
        short.region_code = known.region_code
        and left(short.bare, 14) = left(known.land_code, 14)
        and (
            starts_with(known.land_code, short.bare)
            or cast(substr(short.bare, 15) as integer) = cast(right(known.land_code, 5) as integer)
        )
group by short.region_code, short.bare
having count(*) = 1;

create temp table parcel_coded as
select
    parcel_text.*,
    coalesce(parcel_text.typed_code, shortened.land_code) as own_code,
    coalesce(successor.land_code, parcel_text.typed_code, shortened.land_code) as present_code
from parcel_text
left join shortened_code as shortened
    on parcel_text.region_code = shortened.region_code and parcel_text.bare = shortened.bare
left join code_successor as successor
    on
        parcel_text.region_code = successor.region_code
        and coalesce(parcel_text.typed_code, shortened.land_code) = successor.former_code;
