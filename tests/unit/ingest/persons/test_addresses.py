"""Places stay, whoever lives there goes, and two households of one village stay two."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.persons.addresses import mask_addresses, masked_address
from tests.support.invented_persons import invented_persons

KEY = b"key"


@pytest.mark.parametrize(
    "text",
    [
        "嵊州市甘霖镇东湖路138号",
        "甘霖镇罗柱岙村",
        "振兴路18号",
        "东王村",
        "甘霖镇张兴村",
        "浙江省绍兴市嵊州市三江街道加佳路5号3幢",
        "嵊州市鑫隆机械有限公司内",
        "经济开发区城东区块A-12",
        "五都社区",
        "纬三路",
        "下王镇石舍村",
        "奉贤区",
        "陶朱智能装备产业园",
        "高新智能装备产业园3幢",
        "丁家村",
    ],
)
def test_places_and_firms_stay(text):
    assert masked_address(text, KEY) == text


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [
        ("甘霖镇上高村王小明户", "甘霖镇上高村", "户"),
        ("求国强家", "", "家"),
        ("王小明租用工业园3号", "", "租用工业园3号"),
        ("甘霖镇张兴村李国镇户", "甘霖镇张兴村", "户"),
        ("甘霖镇东湖路12号张兴村", "甘霖镇东湖路12号", ""),
        ("长乐镇太平村（王建业）", "长乐镇太平村（", "）"),
        ("官河路388号13812340004", "官河路388号", ""),
        ("甘霖镇上高村王大厦", "甘霖镇上高村", ""),
        ("李国镇", "", ""),
    ],
)
def test_residents_go(text, before, behind):
    masked = masked_address(text, KEY)
    assert masked.startswith(f"{before}***#") and masked.endswith(behind)
    assert len(masked) == len(before) + len("***#kdmfpbct") + len(behind)
    assert masked_address(masked, KEY) == masked


def test_no_invented_resident_is_seen():
    names = {p.cell for p in invented_persons(each=40) if p.cell in p.names and len(p.cell) > 2}
    told = [(name, masked_address(f"甘霖镇上高村{name}{end}", KEY)) for name in names for end in ("户", "家", "宅", "")]
    assert [masked for name, masked in told if name in masked] == []


def test_two_households_stay_two_and_one_stays_one():
    cells = pl.Series(["上高村王小明户", "上高村李大勇户", "上高村王小明户", None])
    masked = mask_addresses(cells, KEY).to_list()
    assert masked[0] != masked[1] and masked[0] == masked[2] and masked[3] is None
    assert mask_addresses(cells, b"other")[0] != masked[0]
