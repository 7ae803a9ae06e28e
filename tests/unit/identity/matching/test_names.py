"""Names taken apart: places, 字号, industry, form, branch, and what spelling never changes."""

from __future__ import annotations

import polars as pl
import pytest

from identity.matching.addresses import with_address_parts
from identity.matching.name_parts import with_parts
from identity.matching.names import holders, normalised


def parts(name: str) -> dict:
    frame = pl.DataFrame({"name": [name]}).select(norm=normalised("name"))
    return with_parts(frame).row(0, named=True)


def norm(name: str) -> str:
    return pl.DataFrame({"name": [name]}).select(normalised("name")).item()


@pytest.mark.parametrize(
    ("name", "place", "trade_name", "industry", "form_class"),
    [
        ("浙江恒盛机械有限公司", ("330000", "", ""), "恒盛", "机械", "公司"),
        ("恒盛机械（浙江）有限公司", ("330000", "", ""), "恒盛", "机械", "公司"),
        ("嵊州恒盛机械有限公司", ("330000", "330600", "330683"), "恒盛", "机械", "公司"),
        ("浙江省绍兴市嵊州市恒盛机械厂", ("330000", "330600", "330683"), "恒盛", "机械", "厂"),
        ("浙江恒盛電氣有限責任公司", ("330000", "", ""), "恒盛", "电气", "公司"),
        ("江山化工有限公司", ("", "", ""), "江山", "化工", "公司"),
        ("上海松江区恒源祥纺织厂", ("310000", "", "~松江"), "恒源祥", "纺织", "厂"),
        ("嵊州市三江街道老王机械配件经营部", ("330000", "330600", "330683"), "老王", "机械配件", "个体"),
        ("恒盛超市有限公司", ("", "", ""), "恒盛", "超市", "公司"),
    ],
)
def test_parts(name, place, trade_name, industry, form_class):
    found = parts(name)
    assert (found["province"], found["city"], found["county"]) == place
    assert (found["trade_name"], found["industry"], found["form_class"]) == (trade_name, industry, form_class)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("恒盛机械厂一分厂", "恒盛机械厂第1分厂"),
        ("恒盛机械有限公司嵊州分公司", "恒盛机械有限公司（嵊州分公司）"),
        ("恒盛机械厂十二分厂", "恒盛机械厂12分厂"),
    ],
)
def test_branches_written_in_two_ways_are_one(left, right):
    assert parts(left)["branch"] == parts(right)["branch"] != ""


def test_branches_with_other_numbers_or_places_differ():
    names = [
        "恒盛机械厂一分厂",
        "恒盛机械厂二分厂",
        "恒盛机械有限公司嵊州分公司",
        "恒盛机械有限公司诸暨分公司",
        "恒盛机械厂",
    ]
    assert len({parts(name)["branch"] for name in names}) == len(names)


def test_a_workshop_is_a_site_not_a_branch():
    found = parts("浙江恒盛机械有限公司（二车间）")
    assert (found["branch"], found["plain"]) == ("", "浙江恒盛机械有限公司")
    assert parts("浙江恒盛机械有限公司2车间")["site"] == found["site"]


def test_former_names_in_brackets():
    found = parts("今源（德清）纺织有限公司（原万新（德清）生物医药有限公司）")
    assert (found["plain"], found["alias"]) == ("今源(德清)纺织有限公司", "万新(德清)生物医药有限公司")


def test_villages_keep_their_town():
    found = parts("嵊州市甘霖镇东王村村民委员会")
    assert (found["town"], found["trade_name"], found["form_class"]) == ("甘霖镇", "东王村", "村委会")
    assert parts("嵊州市甘霖镇东王村股份经济合作社")["form_class"] == "村集体"


def test_sound_and_shape():
    assert parts("恒盛机械厂")["trade_name_sound"] == parts("恒胜机械厂")["trade_name_sound"]
    assert parts("未来机械厂")["trade_name_shape"] == parts("末来机械厂")["trade_name_shape"]


@pytest.mark.parametrize("spelling", ["浙江恒盛電氣", "浙江恒盛电气", " 浙江 恒盛电气　", "浙江·恒盛电气"])
def test_spellings(spelling):
    assert norm(spelling) == "浙江恒盛电气"


def test_holders_of_one_cell():
    cells = pl.DataFrame({"name": ["甲公司、乙机械厂", "甲、乙机械厂", "甲公司等", "丙厂/丁厂"]})
    assert cells.select(holders("name")).to_series().to_list() == [["甲公司", "乙机械厂"], [], [], ["丙厂", "丁厂"]]


@pytest.mark.parametrize(
    "address",
    [
        "浙江省绍兴市嵊州市三江街道兴业路12号",
        "嵊州市三江街道兴业路12号3幢201室",
        "三江街道兴业路12",
        "嵊州市三江街道经济开发区兴业路12号",
    ],
)
def test_addresses_with_one_street_number(address):
    frame = with_address_parts(pl.DataFrame({"text": [address]}), "text").row(0, named=True)
    assert (frame["town_seat"], frame["premises"]) == ("三江街道", "兴业路12")
