"""Derive, linking: a name taken apart into 行政区划, 字号, 行业, 组织形式 and 分支, for whole columns.

Whole normalised names are compared first; the parts are evidence for the names that differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.matching import vocabulary as words

if TYPE_CHECKING:
    import polars as pl

UNKNOWN_PLACE = (
    r"^(\p{Han}{1,2}[^超门夜都城股上菜集大分](?:市|县)"
    r"|\p{Han}{1,2}[^园社厂小景城山库专片牧矿林郊发术济](?:新区|区))(\p{Han}{4,})"
)
"""A county that is in no table, recognised by its last character."""
TOWN = r"^(\p{Han}{2,4}?(?:街道|镇|乡))(\p{Han}{2,})"
VILLAGE = r"^\p{Han}{2,4}?(?:街道|镇|乡)\p{Han}{2,}(?:村|社区)"
FORMER = r"(?:原名|原|曾用名|前身|旧称)[::]?"
FORMER_BRACKET = rf"\({FORMER}((?:[^()]|\([^()]*\)?)+)\)?$"
"""A former name after the name, itself with or without a bracket."""
NUMERALS = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}
PART_COLUMNS = (
    "plain",
    "alias",
    "province",
    "city",
    "county",
    "town",
    "trade_name",
    "industry",
    "core",
    "form",
    "form_class",
    "is_group",
    "branch",
    "site",
    "trade_name_sound",
    "trade_name_shape",
    "core_sound",
    "core_shape",
)


def with_parts(names: pl.DataFrame) -> pl.DataFrame:
    """Add ``PART_COLUMNS`` to distinct normalised names (column ``norm``); missing parts are ''."""
    import polars as pl

    outer = pl.col("norm").str.replace(FORMER_BRACKET, "")
    frame = names.with_columns(
        body=outer.str.replace(r"等$", ""),
        plain=outer.str.replace(_site(), "").str.replace(_site_after_form(), "$1"),
        alias=pl.col("norm").str.extract(FORMER_BRACKET, 1).fill_null(""),
        notes=pl.lit(""),
    )
    frame = _without_brackets(_without_brackets(frame))
    frame = _branch_and_site(_without_form(_without_unit(frame)))
    frame = _without_places(frame)
    frame = _trade_name_and_industry(frame)
    return _folded(frame).select(*names.columns, *PART_COLUMNS)


def _site() -> str:
    """Premises named after a whole name, with or without a bracket."""
    site = words.alternatives(list(words.SITE_KINDS))
    return rf"(?:\([^()]*{site}\)|{words.SIDE}{words.ORDINAL}{site})$"


def _site_after_form() -> str:
    """The form of a legal person and any premises after it (…有限公司注塑车间)."""
    site = words.alternatives(list(words.SITE_KINDS))
    return rf"({words.form_pattern(words.STRONG_CLASSES)})\p{{Han}}{{0,6}}?{site}$"


def _without_brackets(frame: pl.DataFrame) -> pl.DataFrame:
    """Move one bracket out: a place goes before the name, a form or unit to the notes, other text stays in the name."""
    import polars as pl

    inner = pl.col("body").str.extract(r"\(([^()]*)\)?", 1).fill_null("")
    place = inner.str.contains(rf"^{words.alternatives(list(words.places()))}+$")
    unit = words.alternatives([*words.BRANCH_KINDS, *words.SITE_KINDS])
    note = inner.str.contains(rf"(?:合伙|个体|集团|国有|独资|{unit})")
    rest = pl.col("body").str.replace(r"\([^()]*\)?", "")
    inline = pl.col("body").str.replace(r"\(([^()]*)\)?", "$1")
    return frame.with_columns(
        notes=pl.when(note).then(pl.col("notes") + "|" + inner).otherwise("notes"),
        body=pl.when((inner == "") | note).then(rest).when(place).then(inner + rest).otherwise(inline),
    )


def _without_unit(frame: pl.DataFrame) -> pl.DataFrame:
    """Cut the unit off the end, with its number and place; 经营部 and the like are units only after another form."""
    import polars as pl

    forms = words.form_pattern((*words.STRONG_CLASSES, "厂"))
    branch, site = (
        words.alternatives([kind for kind in kinds if kind not in words.UNIT_OR_FORM])
        for kinds in (words.BRANCH_KINDS, words.SITE_KINDS)
    )
    either = words.alternatives(list(words.UNIT_OR_FORM))
    cut = pl.coalesce(
        pl.col("body").str.extract(rf"^.{{2,}}?({words.ORDINAL}{branch})$", 1),
        pl.col("body").str.extract(rf"^.{{2,}}?({words.SIDE}{words.ORDINAL}{site})$", 1),
        pl.col("body").str.extract(rf"^.{{2,}}?{forms}((?:\p{{Han}}{{2,4}})??{words.ORDINAL}{either})$", 1),
    )
    rest = pl.col("body").str.strip_suffix(cut)
    found = rest.str.extract(rf"^.{{3,}}?((?:{words.alternatives(list(words.places()))})+)$", 1)
    place = pl.when(cut.str.contains("分公司|分厂|分店|办事处")).then(found).otherwise(None).fill_null("")
    return frame.with_columns(
        unit=pl.when(cut.is_not_null()).then(place + cut).otherwise(pl.lit("")),
        body=pl.when(cut.is_not_null()).then(rest.str.strip_suffix(place)).otherwise("body"),
    )


def _without_form(frame: pl.DataFrame) -> pl.DataFrame:
    """Cut at the form: text after a strong form belongs to the unit; a weak form must end the name."""
    import polars as pl

    strong = words.form_pattern(words.STRONG_CLASSES)
    weak = words.form_pattern(("厂", "个体", "机构"))
    head = pl.col("body").str.extract_groups(rf"^(?<head>.*?)(?<form>{strong})(?<tail>.*)$")
    other = pl.col("body").str.extract_groups(rf"^(?<head>.+?)(?<form>{weak})(?<tail>)$")
    frame = frame.with_columns(strong=head, weak=other)
    parts = [
        pl.coalesce(pl.col("strong").struct[p], pl.col("weak").struct[p]).alias(p) for p in ("head", "form", "tail")
    ]
    frame = frame.with_columns(parts).with_columns(
        head=pl.coalesce("head", "body"), form=pl.col("form").fill_null(""), tail=pl.col("tail").fill_null("")
    )
    classes = words.form_classes()
    group = pl.col("form").str.contains("集团") | pl.col("notes").str.contains("集团")
    return frame.with_columns(
        form_class=pl.col("form").replace_strict(classes, default="", return_dtype=pl.String),
        is_group=group | pl.col("head").str.ends_with("集团"),
        head=pl.col("head").str.replace(r"集团$", ""),
        unit=pl.col("tail") + pl.col("unit"),
    )


def _branch_and_site(frame: pl.DataFrame) -> pl.DataFrame:
    """Branch and site as kind, number and place; numbers compare as numbers (一分厂 = 第1分厂)."""
    import polars as pl

    kinds = words.alternatives([*words.BRANCH_KINDS, *words.SITE_KINDS])
    text = pl.col("unit") + pl.col("notes").str.replace_all(r"[|](?:[^|]*(?:合伙|个体|国有|独资)[^|]*|集团)", "")
    text = text.str.replace_all("[|]", "")
    number = text.str.extract(r"第?([一二三四五六七八九十]+|[0-9]+)", 1).fill_null("")
    number = pl.when(number.str.contains(r"^十.")).then(number.str.replace("十", "1")).otherwise(number)
    number = number.str.replace_many(list(NUMERALS), list(NUMERALS.values()))
    kind = text.str.extract(f"({kinds})", 1)
    place = text.str.replace_all(rf"第?[一二三四五六七八九十0-9]+|{kinds}|市|县|区|省", "")
    key = pl.when(text == "").then(pl.lit("")).otherwise(kind.fill_null("其他") + ":" + number + ":" + place)
    is_site = kind.is_in(words.SITE_KINDS).fill_null(False)
    return frame.with_columns(
        branch=pl.when(is_site).then(pl.lit("")).otherwise(key), site=pl.when(is_site).then(key).otherwise(pl.lit(""))
    )


def _without_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Cut province, city, county and town off the head; if that leaves no 字号, the place itself is the 字号."""
    import polars as pl

    levels = ("province", "city", "county")
    for level in levels:
        found = pl.col("head").str.extract(rf"^({words.place_pattern(level)})", 1)
        rest = pl.col("head").str.strip_prefix(found)
        bare = rest.str.contains(rf"^(?:{words.industry_pattern()}.*)?$") & ~found.str.contains("(?:省|市|县|区)$")
        taken = found.is_not_null() & ~bare
        frame = frame.with_columns(
            pl.when(taken).then(found).otherwise(pl.lit("")).alias(level),
            head=pl.when(taken).then(rest).otherwise("head"),
        )
    frame = _coded(frame)
    unknown = pl.col("head").str.extract(UNKNOWN_PLACE, 1)
    apart = unknown.is_not_null() & (pl.col("county") == "")
    frame = frame.with_columns(
        county=pl.when(apart).then(pl.lit("~") + unknown.str.replace("(?:新区|市|县|区)$", "")).otherwise("county"),
        head=pl.when(apart).then(pl.col("head").str.strip_prefix(unknown)).otherwise("head"),
    )
    town = pl.col("head").str.extract(TOWN, 1)
    sure = town.is_not_null() & ((pl.col("county") != "") | pl.col("head").str.contains(VILLAGE))
    return frame.with_columns(
        town=pl.when(sure).then(town).otherwise(pl.lit("")),
        head=pl.when(sure).then(pl.col("head").str.strip_prefix(town)).otherwise("head"),
    )


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Replace names of places by codes; a county implies its city, a city its province."""
    import polars as pl

    codes = {name: place.code for name, place in words.places().items()}
    levels = ("province", "city", "county")
    frame = frame.with_columns(pl.col(c).replace_strict(codes, default="", return_dtype=pl.String) for c in levels)
    city = pl.when(pl.col("county") != "").then(pl.col("county").str.slice(0, 4) + "00").otherwise("city")
    frame = frame.with_columns(city=city)
    below = pl.when(pl.col("city") != "").then(pl.col("city").str.slice(0, 2) + "0000")
    return frame.with_columns(
        province=pl.when(pl.col("province") != "").then("province").otherwise(below).fill_null("")
    )


def _trade_name_and_industry(frame: pl.DataFrame) -> pl.DataFrame:
    """The 字号 ends where the first industry word begins, after at least two characters."""
    import polars as pl

    trade_name = pl.col("head").str.extract(rf"^(.{{2,}}?){words.industry_pattern()}", 1)
    return frame.with_columns(trade_name=trade_name.fill_null(pl.col("head")), core="head").with_columns(
        industry=pl.col("core").str.strip_prefix(pl.col("trade_name"))
    )


def _folded(frame: pl.DataFrame) -> pl.DataFrame:
    """Fold 字号 and core by sound and by shape, into texts of the same length."""
    import polars as pl

    folds = {"sound": words.homophones(), "shape": words.lookalikes()}
    return frame.with_columns(
        pl.col(column).str.replace_many(list(fold), list(fold.values())).alias(f"{column}_{name}")
        for column in ("trade_name", "core")
        for name, fold in folds.items()
    )
