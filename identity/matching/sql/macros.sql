-- Linking: what the steps share.
create or replace temp macro regions_fit(a, b) as a = '' or b = '' or starts_with(a, b) or starts_with(b, a);

-- Whether texts differ by one wrong, missing, extra or swapped character at most. DuckDB's distances count bytes, three
-- to a Chinese character, so they only sieve here.
create or replace temp macro is_near(a, b) as
levenshtein(a, b) <= 6 and len(list_filter(
    range(0, greatest(length(a), length(b)) + 1),
    lambda i: a[:i] = b[:i] and (
        a[i + 2:] = b[i + 2:] or a[i + 1:] = b[i + 2:] or a[i + 2:] = b[i + 1:]
        or (a[i + 3:] = b[i + 3:] and a[i + 1] = b[i + 2] and a[i + 2] = b[i + 1])
    )
)) > 0;
