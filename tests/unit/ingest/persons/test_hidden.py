"""The hash that stands for a person: namesakes stay two, one person's rows stay one."""

import re

import polars as pl
import pytest

from ingest.persons.hidden import PREFIX, PersonKey, organisations, stand_ins

KEY = PersonKey(b"key", "330683")
NUMBER, OTHER = "330683199001011234", "330683198807011234"


def hide(names: list[str], codes: list[bool] | None = None, numbers=None, addresses=None, key=KEY) -> list[str]:
    nothing = [None] * len(names)
    columns = (codes or [False] * len(names), numbers or nothing, addresses or nothing)
    kinds = (pl.Boolean, pl.String, pl.String)
    beside = (pl.Series(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True))
    return stand_ins(key, pl.Series(names), *beside).to_list()


def test_names_become_hashes_and_organisations_stay():
    cells = pl.Series(["求国强", None, "嵊州市某某机械有限公司", "Zhang Weiming", "某某公司法人周星星"])
    assert organisations(cells).to_list() == [None, None, "嵊州市某某机械有限公司", None, "某某公司"]
    assert all(re.fullmatch(f"{PREFIX}[0-9a-f]{{16}}", told) for told in hide(["求国强", "Zhang Weiming"]))


def test_a_hash_that_comes_back_stays_as_it_is():
    (token,) = hide(["求国强"])
    assert organisations(pl.Series([token])).to_list() == [token]
    assert organisations(pl.Series(["自然人#求国强"])).to_list() == [None]


def test_namesakes_with_two_numbers_are_two_and_one_number_is_one_person():
    told = hide(["求国强", "求国强", "求 国 强", "求国强"], numbers=[NUMBER, OTHER, "330683-19900101-1234", None])
    assert told[0] == told[2] and len(set(told)) == 3
    assert hide([f"求国强{NUMBER}"]) == told[:1]


def test_without_a_number_the_address_tells_them_apart():
    at = ["嵊州市甘霖镇上高村12号", "甘霖镇 上高村12号", "黄泽镇工业路3号", "三号车间", None]
    told = hide(["求国强"] * 5, addresses=at)
    assert told[0] == told[1] != told[2] and told[3] == told[4] == hide(["求国强"])[0]


def test_a_number_makes_the_address_immaterial():
    assert len(set(hide(["求国强"] * 2, numbers=[NUMBER] * 2, addresses=["甘霖镇上高村12号", "黄泽镇工业路3号"]))) == 1


def test_another_region_or_installation_has_other_hashes():
    others = (PersonKey(b"key", "330681"), PersonKey(b"other", "330683"))
    assert len({hide(["求国强"], key=key)[0] for key in (KEY, *others)}) == 3


@pytest.mark.parametrize(("name", "is_kept"), [("腾达科创", True), ("求国强", False), ("买买提·艾力", False)])
def test_the_code_of_an_organisation_keeps_its_name_but_not_a_persons(name, is_kept):
    assert (hide([name], codes=[True]) == [name]) is is_kept
    assert hide([name])[0].startswith(PREFIX)
