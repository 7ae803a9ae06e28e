"""Every part has one name, however it is written; what is no part is refused with the nearest."""

from __future__ import annotations

import pytest

from ingest.lake.refusals import Refused
from ingest.recognise.parts import Parts

PARTS = Parts(
    region=("嵊州市", "嵊州"),
    divisions=("剡湖街道", "三江街道", "甘霖镇", "贵门乡", "柯城区"),
    platforms=("嵊州经济开发区", "三界工业园", "甘霖镇小微企业园"),
)


@pytest.mark.parametrize(
    ("stated", "part"),
    [
        ("甘霖镇", "甘霖镇"),
        ("甘霖", "甘霖镇"),
        (" 甘　霖 镇 ", "甘霖镇"),
        ("嵊州市甘霖镇", "甘霖镇"),
        ("甘霖镇人民政府", "甘霖镇"),
        ("剡湖", "剡湖街道"),
        ("三江街道办事处", "三江街道"),
        ("柯城", "柯城区"),
        ("嵊州经济开发区", "嵊州经济开发区"),
        ("经济开发区", "嵊州经济开发区"),
        ("开发区", "嵊州经济开发区"),
        ("whole", "whole"),
        ("WHOLE", "whole"),
        ("嵊州市", "whole"),
    ],
)
def test_one_part_has_one_name(stated, part):
    assert PARTS.resolve(stated) == part


@pytest.mark.parametrize(
    ("stated", "near"),
    [("甘林镇", "甘霖镇"), ("../../etc", ""), ("诸暨市", "嵊州市"), ("园", "三界工业园"), ("贵门镇街", "贵门乡")],
)
def test_what_is_no_part_is_refused_and_the_nearest_named(stated, near):
    with pytest.raises(Refused) as stop:
        PARTS.resolve(stated)
    assert stop.value.refusal.code == "unknown_part"
    assert near in stop.value.refusal.zh and near in stop.value.refusal.en


def test_a_name_that_may_be_two_is_refused_with_both():
    with pytest.raises(Refused) as stop:
        Parts(divisions=("浦口街道", "浦口镇")).resolve("浦口")
    assert "浦口街道" in stop.value.refusal.zh and "浦口镇" in stop.value.refusal.zh
