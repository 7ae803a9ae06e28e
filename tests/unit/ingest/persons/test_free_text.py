"""Names in sentences are masked, whatever they are made of; ordinary descriptions stay as they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ingest.contracts.contract import load_contracts
from ingest.persons.free_text import mask_free_text, mask_keys, masked_text
from tests.support.invented_persons import invented_persons

READABLE = Path(__file__).with_name("readable_texts.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = (
    "{}反映厂房漏水",
    "经查，{}擅自搭建钢棚",
    "已与{}签订协议",
    "联系人：{}",
    "业主{}不配合",
    "{}先生已签收",
    "{}、求国强夫妇",
    "法定代表人为{}",
    "（{}）",
)
LEAST_NAME = 3
KEY = b"key"


def names() -> list[str]:
    """Invented names alone, of three characters and more: two may be a word."""
    found = {p.cell for p in invented_persons(each=40) if p.cell in p.names and len(p.cell) >= LEAST_NAME}
    return sorted(found)


def test_every_invented_name_is_found_in_every_sentence():
    assert len(names()) > 200
    seen = [s.format(name) for name in names() for s in SENTENCES if name in masked_text(s.format(name))]
    assert seen == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("求国强家漏水", "***家漏水"),
        ("竹海明说漏水", "***说漏水"),
        ("赵铁牛等3户", "***等3户"),
        ("张學友先生", "***先生"),
        ("王 小 明签字", "***签字"),
        ("个体户王大锤", "个体户***"),
        ("买买提·艾合买提", "***"),
        ("Zhang Weiming反映", "*** ***反映"),
        ("联系zhang.wei@163.com", "联系***"),
        ("联系人周星星电话１３８１２３４０００４", "联系人***电话***"),
        ("Иванов反映厂房漏水", "***"),
    ],
)
def test_only_the_person_is_masked(text, shown):
    assert masked_text(text) == shown


@pytest.mark.parametrize("text", READABLE)
def test_ordinary_descriptions_stay_readable(text):
    assert masked_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "嵊州市鑫隆机械有限公司已搬迁",
        "奉贤区",
        "嵊环罚〔2023〕12号",
        "PM2.5、SO2、CNC",
        "pvc 管 xml",
        "人·年",
        "91330683maldrlxl3f",
    ],
)
def test_firms_places_documents_and_units_are_no_persons(text):
    assert masked_text(text) == text


def test_every_word_of_every_contract_stays():
    said = {
        word
        for contract in load_contracts().values()
        for column in contract.columns
        for word in (contract.zh, column.zh, *column.headers, *column.values, *sum(column.values.values(), ()))
    }
    assert [word for word in sorted(said) if masked_text(word) != word] == []


def test_what_is_masked_stays_as_it_is():
    once = [masked_text(sentence.format(name)) for name in names()[:40] for sentence in SENTENCES]
    assert [masked_text(text) for text in once] == once


def test_two_keys_that_differ_in_a_name_stay_two():
    keys = mask_keys(pl.Series(["XF-黎小明-1", "XF-黎小红-1", "XF-2023-1", None]), KEY).to_list()
    assert keys[2:] == ["XF-2023-1", None] and keys[0] != keys[1]
    assert all(key.startswith("XF-***#") and "黎" not in key for key in keys[:2])
    assert mask_keys(pl.Series(keys), KEY).to_list() == keys


def test_a_column_is_masked_as_its_cells_are():
    cells = pl.Series(["求国强反映", None, "退补电量", "求国强反映"])
    assert mask_free_text(cells).to_list() == ["***反映", None, "退补电量", "***反映"]


@pytest.mark.parametrize(
    "text",
    [
        "由来国镇负责整改",
        "经过国镇现场确认",
        "户主能星星家",
        "不规范，阴小军陪同检查",
        "仉国镇反映排放废气",
        "励百灵签收",
    ],
)
def test_surnames_that_are_words_and_given_names_like_towns_are_found(text):
    assert "***" in masked_text(text)


def test_a_text_longer_than_a_cell_can_be_is_withheld():
    assert masked_text("整改到位。" * 6_000) == "整改到位。" * 6_000
    assert masked_text("整改到位。" * 7_000) == "***"


@pytest.mark.parametrize("name", ["Li Min", "ZHANG NA", "li min", "Liu Nan", "Max Weber", "Min Li", "Li Min Na"])
def test_a_half_of_a_latin_name_that_is_a_word_goes_with_the_other(name):
    assert masked_text(f"经 {name} 确认").replace("*", "").split() == ["经", "确认"]


def test_the_form_of_a_firm_is_no_half_of_a_name():
    assert masked_text("Brenntag Ltd") == "*** Ltd"
