"""Names of files, sheets and columns are shown without persons, and usual ones as they are."""

from __future__ import annotations

import pytest

from ingest.lake.ledger import Refusal
from ingest.lake.refusals import broken_file
from ingest.persons.shown import shown, shown_path, shown_sheet

ARRIVAL = "A1234567890123456"


@pytest.mark.parametrize(
    "path",
    [
        "330683/tax/嵊州市税务局2023年10月征收明细.xlsx",
        "330683/tax/2023-10/嵊州市2023年4月30日工业用地底数清单.geojson",
        "330683/fire/新建 文本文档 (2).txt",
        "330683/fire/export_20230601.csv",
    ],
)
def test_usual_paths_stay(path):
    assert shown_path(path, ARRIVAL) == path


def test_a_path_that_names_somebody_bears_the_id_of_its_receipt():
    masked = shown_path("330683/tax/王小明13812340004企业清单.xlsx", ARRIVAL)
    assert masked == "330683/tax/***企业清单~12345678.xlsx"
    assert shown_path(masked, ARRIVAL) == masked


def test_two_sheets_named_by_persons_stay_two():
    assert [shown_sheet(name, at) for at, name in enumerate(("一月", "王小明", "求国强"), 1)] == [
        "一月",
        "***~2",
        "***~3",
    ]


def test_a_refusal_quotes_nobody_and_says_the_rest():
    refusal = Refusal(
        code="unknown_header",
        en="tax.tax_paid has no header '求国强电话' (column C), nearest: none; it isn't one, and what's more 13812340004",
        zh="“税收入库明细”没有这样的列：“王小明电话”（C 列）。请改用规定的列名或删除该列",
    )
    assert refusal.zh == "“税收入库明细”没有这样的列：“***电话”（C 列）。请改用规定的列名或删除该列"
    assert "'***电话' (column C)" in refusal.en and "it isn't one, and what's more ***" in refusal.en


def test_what_a_library_says_of_a_file_may_quote_it():
    stop = broken_file(ValueError("mismatched tag: 王小明 13812340004, line 3"))
    assert "mismatched tag: *** ***, line 3" in stop.refusal.en


def test_long_headers_are_cut():
    assert len(shown("备注" * 500)) < 110
