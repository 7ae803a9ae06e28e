"""Links over several derivations: people's decisions and back, new records, lists in any order."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from identity.matching import link_cache
from identity.stage import OUTPUTS
from park_brain.installation import Installation
from tests.support.link_lists import FIRMS, FIRST, SECOND, THIRD, Lists


@pytest.fixture
def lists(home, contracts) -> Lists:
    return Lists(home, contracts)


@pytest.mark.parametrize("by", ["review_id", "name"])
def test_same_enterprise_by_decision_and_back(lists, by):
    lists.registry(*FIRMS)
    lists.emissions((None, "无人知晓的厂"))
    before = lists.derive()["", "无人知晓的厂"]
    named = dict(review_id=before["review_id"]) if by == "review_id" else dict(name_text="无人知晓的厂 ")
    lists.decide("D1", "同一企业", target_uscc=FIRST, **named)
    keys = lists.derive()
    assert keys["", "无人知晓的厂"]["method"] == "decision"
    assert "D1" in keys["", "无人知晓的厂"]["evidence"]
    assert keys["", "无人知晓的厂"]["enterprise_id"] == keys[FIRMS[0]]["enterprise_id"]
    lists.selected.rows["data_centre.enterprise_link"].clear()
    lists.decide("D1", "撤销", 2)
    assert lists.derive()["", "无人知晓的厂"] == before


def test_two_valid_codes_become_one_enterprise_only_by_decision(lists):
    lists.registry(*FIRMS, (THIRD, "嵊州恒盛机械有限公司"))
    before = lists.derive()
    assert len({before[c, n]["enterprise_id"] for c, n in (*FIRMS, (THIRD, FIRMS[0][1]))}) == 3
    lists.decide("D1", "同一企业", code_text=FIRST, target_uscc=SECOND)
    lists.decide("D2", "同一企业", code_text=SECOND, target_uscc=THIRD)
    after = lists.derive()
    assert {after[c, n]["enterprise_id"] for c, n in FIRMS} == {before[THIRD, FIRMS[0][1]]["enterprise_id"]}
    assert after[FIRMS[0]]["method"] == "decision"


def test_decisions_hold_when_the_record_comes_back_later(lists):
    lists.registry(*FIRMS)
    lists.decide("D1", "同一企业", name_text="无人知晓的厂", target_uscc=FIRST)
    lists.derive()
    lists.emissions((None, "无人知晓的厂"))
    keys = lists.derive()
    assert keys["", "无人知晓的厂"]["enterprise_id"] == keys[FIRMS[0]]["enterprise_id"]


def test_adding_a_list_moves_nothing_it_does_not_touch(lists):
    lists.registry(*FIRMS)
    lists.emissions((None, "恒盛机械厂"), (None, "永鑫纺织"), (FIRST, "别名"))
    before, enterprises = lists.derive(), lists.table("enterprise")
    lists.selected.deliver(
        "utility.power", "2023-06", [dict(meter_no="1", enterprise_uscc=THIRD, enterprise_name="恒盛机械厂")]
    )
    after = lists.derive()
    assert {key: after[key] for key in before} == before
    assert all(row in lists.table("enterprise") for row in enterprises)


def test_only_new_records_are_linked_again(lists, monkeypatch):
    linked: list[int] = []
    original = link_cache._link

    def counted(home, records, register, day):
        linked.append(len(records))
        return original(home, records, register, day)

    monkeypatch.setattr(link_cache, "_link", counted)
    lists.registry(*FIRMS)
    lists.emissions((None, "恒盛机械厂"))
    first = lists.derive()
    lists.emissions((None, "恒盛机械厂"), (None, "隆德厂"))
    second = lists.derive()
    assert linked == [3, 1]
    assert {key: second[key] for key in first} == first
    (lists.home.derived / "links" / link_cache.NOTE).unlink()
    lists.emissions((None, "又一家厂"))
    assert {key: lists.derive()[key] for key in second} == second


def test_order_of_deliveries_never_matters(tmp_path, contracts):
    told = []
    steps = (
        lambda one: one.registry(*FIRMS),
        lambda one: one.emissions((None, "恒盛机械厂"), (FIRST, "别名"), (None, "永鑫纺织")),
        lambda one: one.fire((SECOND, "嵊州恒盛机械有限公司"), (None, "嵊州恒胜机械有限公司")),
    )
    for number, order in enumerate(itertools.permutations(steps)):
        lists = Lists(Installation(tmp_path / f"home{number}"), contracts)
        for step in order:
            step(lists)
        lists.derive()
        kept = {name: pl.read_parquet(lists.home.derived / f"{name}.parquet") for name in OUTPUTS}
        told.append({name: frame.drop("batch_id", "line", strict=False).to_dicts() for name, frame in kept.items()})
    assert all(tables == told[0] for tables in told)
