"""Offices stay in the columns meant for them; a person written there does not."""

from __future__ import annotations

import pytest

from ingest.persons.offices import masked_office


@pytest.mark.parametrize(
    "text",
    [
        "甘霖镇人民政府",
        "环保局",
        "甘霖镇",
        "综合执法队",
        "镇安监办",
        "经信局、甘霖镇",
        "经济和信息化局",
        "税务一所",
        "国家税务总局嵊州市税务局",
        "属地镇街",
        "嵊州市求国强机械厂",
        "罗柱岙工业点管理委员会",
    ],
)
def test_offices_stay(text):
    assert masked_office(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王建业", "***"),
        ("李国镇", "***"),
        ("高山", "***"),
        ("张三、李四", "***、***"),
        ("应急管理局（王小明）", "应急管理局（***）"),
        ("王小明13812340004", "***"),
        ("由张建设负责整改", "***"),
    ],
)
def test_persons_go(text, shown):
    assert masked_office(text) == shown
