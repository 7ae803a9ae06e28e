"""Ingest, values: dates as departments write them. Real date cells, serial numbers, 年月日, months, 长期."""

from __future__ import annotations

import polars as pl

from park_brain.ingest.rows import DATE, NUMBER, TEXT
from park_brain.ingest.values.parsed import Cells, Finding, Parsed, flag, unreadable

OPEN_ENDED = r"^(长期|永久|无固定期限|长期有效|至今)$"
PLACEHOLDER_YEARS = (1900, 1901, 9999)
ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DAY = (
    r"^((?:19|20)[0-9]{2}|9999|1[3-9]|2[0-9]|3[0-9])\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
    r"(?:[ T][0-9:.]+)?$"
)
"""Two digits are a year only where they can be no month or day order of another country: 13 to 39."""
_COMPACT = r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])$"
_MONTH = r"^((?:19|20)[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*月?(?:份)?$"
_COMPACT_MONTH = r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])$"
_SERIAL = r"^[2-7][0-9]{4}(\.[0-9]+)?$"
_EXCEL_EPOCH = pl.date(1899, 12, 30)
_RANGE = r"^(.+?)\s*(?:至|到|~|～|—|--)\s*(.+)$"


def parse_date(cells: Cells) -> Parsed:
    """A day. A month alone stands for its first or last day, as the contract says."""
    frame = _read_days(cells.frame, "folded")
    month = pl.col("month").dt.month_end() if cells.column.month_means == "end" else pl.col("month")
    frame = frame.with_columns(found=pl.coalesce("day", "serial", month))
    frame = frame.with_columns(
        placeholder=pl.col("found").dt.year().is_in(PLACEHOLDER_YEARS).fill_null(False),
        open_ended=pl.col("folded").str.contains(OPEN_ENDED).fill_null(False),
    )
    frame = frame.with_columns(value=pl.when(~pl.col("placeholder")).then(pl.col("found")))
    return Parsed({cells.column.name: frame["value"]}, _date_findings(cells, frame))


def _date_findings(cells: Cells, frame: pl.DataFrame) -> tuple[Finding, ...]:
    day, serial, month = (pl.col(name).is_not_null() for name in ("day", "serial", "month"))
    placeholder, open_ended = pl.col("placeholder"), pl.col("open_ended")
    bad = pl.col("folded").is_not_null() & pl.col("found").is_null() & ~open_ended
    as_text = (pl.col("kind") != DATE) & day & ~pl.col("folded").str.contains(ISO) & ~placeholder
    noted = {
        "text_date": as_text,
        "serial_date": ~day & serial,
        "month_only_date": ~day & ~serial & month,
        "open_ended_date": open_ended,
        "placeholder_date": placeholder,
        "fullwidth_text": pl.col("fullwidth") & pl.col("value").is_not_null(),
    }
    return (
        Finding("bad_date", cells.column.bad_severity, flag(frame, bad)),
        *(Finding(rule, "note", flag(frame, when)) for rule, when in noted.items()),
    )


def parse_month(cells: Cells) -> Parsed:
    """A month as the first day of it; a day inside the month is understood."""
    frame = _read_days(cells.frame, "folded")
    frame = frame.with_columns(value=pl.coalesce("month", "day", "serial").dt.truncate("1mo"))
    readable = pl.col("value").is_not_null()
    return Parsed(
        {cells.column.name: frame["value"]},
        (
            unreadable(cells, "bad_date", frame),
            Finding("serial_date", "note", flag(frame, pl.col("serial").is_not_null() & pl.col("day").is_null())),
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & readable)),
        ),
    )


def parse_date_range(cells: Cells) -> Parsed:
    """Two days in one cell (``2020-07-27至2023-07-26``); ``长期`` leaves the end open."""
    frame = cells.frame.with_columns(parts=pl.col("folded").str.extract_groups(_RANGE)).unnest("parts")
    first = _read_days(frame.select("kind", "1"), "1")["day"]
    last = _read_days(frame.select("kind", "2"), "2")["day"]
    frame = frame.with_columns(first=first, last=last, open_ended=pl.col("2").str.contains(OPEN_ENDED).fill_null(False))
    broken = pl.col("first").is_null() | (pl.col("last").is_null() & ~pl.col("open_ended"))
    name = cells.column.name
    return Parsed(
        {f"{name}_from_date": first, f"{name}_to_date": last},
        (
            Finding("bad_date", cells.column.bad_severity, flag(frame, pl.col("folded").is_not_null() & broken)),
            Finding("open_ended_date", "note", frame["open_ended"]),
        ),
    )


def _read_days(frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """Add ``day``, ``month`` (its first day) and ``serial`` (Excel's day count), each NULL where it does not fit.

    A number cell 2023.1 may have been 2023.10: it is no month.
    """
    a_number = pl.col("kind") == NUMBER
    patterns = {"day": (_DAY, _COMPACT), "month": (_MONTH, _COMPACT_MONTH)}
    for name, (spelt, compact) in patterns.items():
        one = _built(frame, text, spelt)
        two = _built(frame, text, compact)
        frame = frame.with_columns(one.alias(f"{name}_spelt"), two.alias(f"{name}_compact"))
        spelt_out = pl.when(~(a_number & pl.col(text).str.contains(".", literal=True))).then(pl.col(f"{name}_spelt"))
        frame = frame.with_columns(pl.coalesce(spelt_out, f"{name}_compact").alias(name))
    count = pl.when(pl.col(text).str.contains(_SERIAL)).then(pl.col(text)).cast(pl.Float64, strict=False)
    frame = frame.with_columns(count=count.floor().cast(pl.Int64))
    serial = (_EXCEL_EPOCH + pl.duration(days=pl.col("count"))).cast(pl.Date)
    return frame.with_columns(serial=pl.when(pl.col("kind").is_in([NUMBER, TEXT])).then(serial))


def _built(frame: pl.DataFrame, text: str, pattern: str) -> pl.Series:
    """Year, month and (else the first) day of a pattern as a date; impossible days come out NULL."""
    found = frame.select(parts=pl.col(text).str.extract_groups(pattern)).unnest("parts")
    short = pl.col("1").str.len_chars() == 2
    year = pl.when(short).then(pl.concat_str(pl.lit("20"), "1")).otherwise(pl.col("1"))
    day = pl.col("3").str.zfill(2) if "3" in found.columns else pl.lit("01")
    iso = found.select(iso=pl.concat_str(year, pl.col("2").str.zfill(2), day, separator="-"))
    return iso.select(pl.col("iso").str.to_date("%Y-%m-%d", strict=False))["iso"]
