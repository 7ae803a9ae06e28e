"""Ingest, values: the texts that name a day, a month or (as a deadline) a year."""

from __future__ import annotations

import polars as pl

from ingest.readers.rows import DATE, NUMBER, TEXT
from ingest.values.chinese import digits_for_words

ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ZERO_DATE = r"^(?:0|0{8}|000[01]\s*[年./-].*|1900\s*[年./-]\s*0?1\s*[月./-]\s*00?\s*日?)$"
"""What databases and spreadsheets show where there is no date: 0000-00-00, 0001-01-01, 1900-01-00."""
_YEAR4 = r"(?:1[0-9]|2[0-9])[0-9]{2}|9999"
_YEAR2 = r"1[3-9]|2[0-9]|3[0-9]"
"""Two digits are a year only where they can be no month or day order of another country: 13 to 39."""
_HALF_DAY = r"(?:上午|中午|下午|晚上?)"
_TIME = (
    r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"
    rf"(?:[ T]*{_HALF_DAY}?\s*[0-9]{{1,2}}[:时点][0-9:.时点分秒]*(?:\s*[AaPp][Mm]|\+08:?00)?|\s*{_HALF_DAY})?$"
)
_DAY = rf"^([0-9]{{4}}|{_YEAR2})\s*[年./-]\s*([0-9]{{1,2}})\s*[月./-]\s*([0-9]{{1,2}})\s*[日号.]?{_TIME}"
_DAY_FIRST = rf"^([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]((?:19|20)[0-9]{{2}}){_TIME}"
_COMPACT = r"^((?:19|20)[0-9]{2}|9999)(0[1-9]|1[0-2])([0-3][0-9])(?:[0-2][0-9][0-5][0-9][0-5][0-9])?$"
_MONTH = rf"^({_YEAR4})\s*[年./-]\s*([0-9]{{1,2}})\s*月?(?:份|[上中下]旬)?$"
_SHORT_MONTH = rf"^({_YEAR2})\s*年\s*([0-9]{{1,2}})\s*月(?:份)?$"
_COMPACT_MONTH = r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])$"
_BY = r"(?:底|末)?(?:之?前|以前)?$"
_END_OF_MONTH = rf"^({_YEAR4})\s*年\s*([0-9]{{1,2}})\s*月\s*(?:底|末)(?:之?前|以前)?$"
_YEAR = rf"^((?:19|20)[0-9]{{2}})\s*(?:年?度?|年内|年以内){_BY}"
_PARTS_OF_YEAR = {
    rf"年\s*上半年{_BY}": "年6月底",
    rf"年\s*下半年{_BY}": "年12月底",
    rf"年\s*第?[一1]季度{_BY}": "年3月底",
    rf"年\s*第?[二2]季度{_BY}": "年6月底",
    rf"年\s*第?[三3]季度{_BY}": "年9月底",
    rf"年\s*第?[四4]季度{_BY}": "年12月底",
}
_SERIAL = r"^[2-7][0-9]{4}(\.[0-9]+)?$"
_EXCEL_EPOCH = pl.date(1899, 12, 30)


def read_days(cells: pl.DataFrame, text: str, *, is_deadline: bool = False) -> pl.DataFrame:
    """Add ``day``, ``month`` (its first day), ``year`` (its last day) and ``serial`` (Excel's day count).

    Each is NULL where the text does not fit. A number cell 2023.1 may have been 2023.10: it is no month.
    Only a deadline runs to the end of what it names: 2023年底, 2023年6月底前, 2023年上半年, and has 2023年6月5日前完成.
    """
    frame = cells.select(kind="kind", text=text)
    if frame["text"].drop_nulls().str.contains(ISO).all():
        nothing = pl.lit(None, dtype=pl.Date)
        day = pl.col("text").str.to_date("%Y-%m-%d", strict=False)
        return cells.with_columns(frame.select(day=day, month=nothing, year=nothing, serial=nothing))
    frame = frame.with_columns(text=digits_for_words(frame["text"]))
    point = (pl.col("kind") == NUMBER) & pl.col("text").str.contains(".", literal=True)
    frame = frame.with_columns(words=pl.when(~point).then(pl.col("text")))
    days = frame.select(
        day=pl.coalesce(_date(frame, _DAY), _date(frame, _COMPACT), _day_first(frame)),
        month=pl.coalesce(*(_date(frame, pattern) for pattern in (_MONTH, _SHORT_MONTH, _COMPACT_MONTH))),
        year=pl.lit(None, dtype=pl.Date),
        serial=_serial(frame),
    )
    return cells.with_columns(_with_deadlines(frame, days) if is_deadline else days)


def _with_deadlines(frame: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("words").str.replace(r"(前)\s*(?:完成|整改|到位)+$", "$1")
    for pattern, month in _PARTS_OF_YEAR.items():
        words = words.str.replace(pattern, month)
    spelt = frame.with_columns(words=words)
    by_day = spelt.with_columns(words=pl.col("words").str.replace(r"([0-9日号])\s*(?:之?前|以前)$", "$1"))
    year = spelt.select(year=pl.date(pl.col("words").str.extract(_YEAR).cast(pl.Int32), 12, 31))["year"]
    return days.with_columns(
        day=pl.coalesce("day", _date(by_day, _DAY)), month=pl.coalesce("month", _date(spelt, _END_OF_MONTH)), year=year
    )


def _date(frame: pl.DataFrame, pattern: str) -> pl.Series:
    """Year, month and (else the first) day of a pattern as a date; impossible days come out NULL."""
    found = frame.select(parts=pl.col("words").str.extract_groups(pattern)).unnest("parts")
    day = pl.col("3") if "3" in found.columns else pl.lit("1")
    return _built(found, pl.col("1"), pl.col("2"), day)


def _day_first(frame: pl.DataFrame) -> pl.Series:
    """25/10/2021 and 10/25/2021, where only one order is possible; 5/10/2021 may be May or October."""
    found = frame.select(parts=pl.col("words").str.extract_groups(_DAY_FIRST)).unnest("parts")
    first, second = pl.col("1").cast(pl.Int32), pl.col("2").cast(pl.Int32)
    day_first = (first > 12) | (first == second)
    certain = pl.when(day_first | (second > 12)).then(pl.col("3"))
    month = pl.when(day_first).then(pl.col("2")).otherwise(pl.col("1"))
    return _built(found, certain, month, pl.when(day_first).then(pl.col("1")).otherwise(pl.col("2")))


def _built(parts: pl.DataFrame, year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Series:
    long = pl.when(year.str.len_chars() == 2).then(pl.concat_str(pl.lit("20"), year)).otherwise(year)
    iso = parts.select(iso=pl.concat_str(long, month.str.zfill(2), day.str.zfill(2), separator="-"))
    return iso.select(pl.col("iso").str.to_date("%Y-%m-%d", strict=False))["iso"]


def _serial(frame: pl.DataFrame) -> pl.Series:
    number = pl.when(pl.col("text").str.contains(_SERIAL) & pl.col("kind").is_in([NUMBER, TEXT])).then(pl.col("text"))
    days = frame.select(days=number.cast(pl.Float64, strict=False).floor().cast(pl.Int64))
    return days.select(serial=(_EXCEL_EPOCH + pl.duration(days=pl.col("days"))).cast(pl.Date))["serial"]


def is_plainly_written(text: str = "folded") -> pl.Expr:
    """A date cell, or the ISO form: needs no remark."""
    return (pl.col("kind") == DATE) | pl.col(text).str.contains(ISO)
