"""Ingest, values: dates as departments write them. Real date cells, serial numbers, 年月日, months, 长期."""

from __future__ import annotations

import polars as pl

from ingest.values.days import ZERO_DATE, is_plainly_written, read_days
from ingest.values.parsed import Cells, Finding, Parsed, flag

OPEN_ENDED = r"^(长期(有效|坚持|整改)?|永久|永续|至今|无固定期限?|无期限|无限期|不约定期限|持续推进|持续整改|常态化)$"
PLACEHOLDER_YEARS = (0, 1, 1899, 1900, 1901, 9999)
FIRST_YEAR, LAST_YEAR = 1949, 2100
"""Outside these years a date is a typing error, or so old that someone should confirm it."""
_RANGE = r"^自?(.+?)起?\s*(?:至|到|~|—+|–|--)\s*(.+?)止?$"
_DATE_BESIDE_HYPHEN = r"[^-]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_HYPHEN_RANGE = rf"^自?({_DATE_BESIDE_HYPHEN}?)起?\s*-\s*({_DATE_BESIDE_HYPHEN}?)止?$"


def parse_date(cells: Cells) -> Parsed:
    """A day. A month alone stands for its first or last day, as the contract says."""
    ends = cells.column.month_means == "end"
    frame = read_days(cells.frame, "folded", is_deadline=ends)
    month = pl.col("month").dt.month_end() if ends else pl.col("month")
    frame = frame.with_columns(found=pl.coalesce("day", "serial", month, "year"))
    frame = frame.with_columns(
        placeholder=_is_placeholder("found", "folded"),
        open_ended=pl.col("folded").str.contains(OPEN_ENDED).fill_null(False),
    )
    frame = frame.with_columns(value=pl.when(~pl.col("placeholder")).then(pl.col("found")))
    return Parsed({cells.column.name: frame["value"]}, _date_findings(cells, frame))


def _is_placeholder(date: str, text: str) -> pl.Expr:
    year = pl.col(date).dt.year().is_in(PLACEHOLDER_YEARS).fill_null(False)
    return year | pl.col(text).str.contains(ZERO_DATE).fill_null(False)


def _date_findings(cells: Cells, frame: pl.DataFrame) -> tuple[Finding, ...]:
    day, serial, month, year = (pl.col(name).is_not_null() for name in ("day", "serial", "month", "year"))
    placeholder, open_ended = pl.col("placeholder"), pl.col("open_ended")
    bad = pl.col("folded").is_not_null() & pl.col("found").is_null() & ~open_ended & ~placeholder
    noted = {
        "text_date": day & ~is_plainly_written() & ~placeholder,
        "serial_date": ~day & serial & ~placeholder,
        "month_only_date": ~day & ~serial & month & ~placeholder,
        "year_only_date": ~day & ~serial & ~month & year & ~placeholder,
        "open_ended_date": open_ended,
        "placeholder_date": placeholder,
        "fullwidth_text": pl.col("fullwidth") & pl.col("value").is_not_null(),
    }
    return (
        Finding("bad_date", cells.column.bad_severity, flag(frame, bad)),
        Finding("implausible_date", "warn", flag(frame, _is_implausible("value"))),
        *(Finding(rule, "note", flag(frame, when)) for rule, when in noted.items()),
    )


def _is_implausible(date: str) -> pl.Expr:
    return ~pl.col(date).dt.year().is_between(FIRST_YEAR, LAST_YEAR)


def parse_month(cells: Cells) -> Parsed:
    """A month as the first day of it; a day inside the month, or a range of its days, is understood."""
    frame = read_days(cells.frame, "folded")
    frame = frame.with_columns(days=_month_of_range(cells.frame))
    frame = frame.with_columns(found=pl.coalesce("month", "day", "serial", "days").dt.truncate("1mo"))
    frame = frame.with_columns(placeholder=_is_placeholder("found", "folded"))
    frame = frame.with_columns(value=pl.when(~pl.col("placeholder")).then(pl.col("found")))
    readable = pl.col("value").is_not_null()
    bad = pl.col("folded").is_not_null() & ~readable & ~pl.col("placeholder")
    serial = pl.col("serial").is_not_null() & pl.col("day").is_null() & pl.col("month").is_null() & readable
    return Parsed(
        {cells.column.name: frame["value"]},
        (
            Finding("bad_date", cells.column.bad_severity, flag(frame, bad)),
            Finding("implausible_date", "warn", flag(frame, _is_implausible("value"))),
            Finding("placeholder_date", "note", flag(frame, pl.col("placeholder"))),
            Finding("serial_date", "note", flag(frame, serial)),
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & readable)),
        ),
    )


def _month_of_range(cells: pl.DataFrame) -> pl.Series:
    """2023-05-01至2023-05-31 is May 2023; days of different months name none."""
    sides = cells.select("kind", parts=pl.col("folded").str.extract_groups(_RANGE)).unnest("parts")
    first, last = (read_days(sides.select("kind", side), side)["day"].dt.truncate("1mo") for side in ("1", "2"))
    return pl.select(month=pl.when(first == last).then(first))["month"]


def parse_date_range(cells: Cells) -> Parsed:
    """Two days in one cell (``2020-07-27至2023-07-26``); ``长期`` leaves the end open, months run to their end."""
    frame = cells.frame.with_columns(strong=pl.col("folded").str.extract_groups(_RANGE))
    frame = frame.with_columns(weak=pl.col("folded").str.extract_groups(_HYPHEN_RANGE))
    sides = {
        name: pl.coalesce(pl.col("strong").struct.field(group), pl.col("weak").struct.field(group)).str.strip_chars()
        for name, group in (("begin", "1"), ("end", "2"))
    }
    frame = frame.with_columns(**sides)
    begin = read_days(frame.select("kind", "begin"), "begin")
    end = read_days(frame.select("kind", "end"), "end", is_deadline=True)
    frame = frame.with_columns(
        first=begin.select(pl.coalesce("day", "month")).to_series(),
        found=end.select(pl.coalesce("day", pl.col("month").dt.month_end(), "year")).to_series(),
        month=begin["month"].is_not_null() | end["month"].is_not_null() | end["year"].is_not_null(),
        open_ended=(pl.col("end").str.contains(OPEN_ENDED) | (pl.col("end") == "今")).fill_null(False),
        forever=pl.col("folded").str.contains(OPEN_ENDED).fill_null(False),
    )
    frame = frame.with_columns(placeholder=_is_placeholder("found", "end"))
    frame = frame.with_columns(last=pl.when(~pl.col("placeholder")).then(pl.col("found")))
    return Parsed(
        {f"{cells.column.name}_from_date": frame["first"], f"{cells.column.name}_to_date": frame["last"]},
        _range_findings(cells, frame),
    )


def _range_findings(cells: Cells, frame: pl.DataFrame) -> tuple[Finding, ...]:
    no_end = pl.col("found").is_null() & ~pl.col("open_ended") & ~pl.col("placeholder")
    bad = pl.col("folded").is_not_null() & (pl.col("first").is_null() | no_end) & ~pl.col("forever")
    noted = {"open_ended_date": pl.col("open_ended") | pl.col("forever"), "placeholder_date": pl.col("placeholder")}
    noted["month_only_date"] = pl.col("month")
    return (
        Finding("bad_date", cells.column.bad_severity, flag(frame, bad)),
        Finding("implausible_date", "warn", flag(frame, _is_implausible("first") | _is_implausible("last"))),
        *(Finding(rule, "note", flag(frame, when)) for rule, when in noted.items()),
    )
