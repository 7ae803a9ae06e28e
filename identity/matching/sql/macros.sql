-- Linking, macros: comparisons that several steps use.
create or replace temp macro regions_fit(a, b) as a = '' or b = '' or starts_with(a, b) or starts_with(b, a);

-- Whether a normalised name is the hash that stands for a natural person. Hashes are equal or say nothing: what is
-- alike in two of them is chance.
create or replace temp macro is_person(norm) as regexp_full_match(norm, '自然人[0-9A-F]{16}');

-- Whether two texts differ by at most one wrong, missing, extra or swapped character. DuckDB's edit distances count
-- bytes, three to a Chinese character, so they serve only as a cheap filter here.
create or replace temp macro is_near(a, b) as
levenshtein(a, b) <= 6 and len(list_filter(
    range(0, greatest(length(a), length(b)) + 1),
    lambda i: a[:i] = b[:i] and (
        a[i + 2:] = b[i + 2:] or a[i + 1:] = b[i + 2:] or a[i + 2:] = b[i + 1:]
        or (a[i + 3:] = b[i + 3:] and a[i + 1] = b[i + 2] and a[i + 2] = b[i + 1])
    )
)) > 0;
