"""Links in the warehouse: the match cascade over real lists, review, people's decisions, branches, stability."""

from __future__ import annotations

import itertools
from datetime import datetime

import polars as pl
import pytest

from identity.matching import link_cache
from identity.stage import OUTPUTS, derive
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected

FIRST, SECOND, THIRD = "91330683MA2000019N", "91330683MA2000027H", "91330683MA2000035C"
FIRMS = [(FIRST, "嵊州恒盛机械有限公司"), (SECOND, "嵊州永鑫纺织有限公司")]
DAY = "2024-01-05"


class Lists:
    """A home whose lists are written again with every derivation."""

    def __init__(self, home: Installation, contracts) -> None:
        self.home, self.contracts = home, contracts
        self.selected = Selected(home, contracts)

    def registry(self, *firms: tuple[str, str], **columns: str) -> None:
        rows = [dict(enterprise_uscc=c, enterprise_name=n, registration_status="存续") | columns for c, n in firms]
        self.selected.deliver("registry.enterprise", "2023-12-31", rows)

    def fire(self, *named: tuple[str | None, str], address: str | None = None) -> None:
        rows = [dict(issue_no=f"F{n}", enterprise_uscc=c, enterprise_name=m) for n, (c, m) in enumerate(named)]
        self.selected.deliver("fire.issue", "2023-06", [row | dict(address=address) for row in rows])

    def emissions(self, *named: tuple[str | None, str]) -> None:
        rows = [dict(enterprise_uscc=c, enterprise_name=n) for c, n in named]
        self.selected.deliver("environment.emission", "2023", rows)

    def decide(self, number: str, action: str, received: int = 1, **columns: str | None) -> None:
        row = dict(decision_no=number, action=action, reason="核对营业执照", decided_date=DAY) | columns
        self.selected.deliver("data_centre.enterprise_link", DAY, [row], received_at=datetime(2024, 2, received))

    def derive(self) -> dict[tuple[str, str], dict]:
        self.selected.write()
        derive(self.home, self.contracts)
        return {(key["uscc_text"], key["name_text"]): key for key in self.table("enterprise_key")}

    def table(self, name: str) -> list[dict]:
        return pl.read_parquet(self.home.derived / f"{name}.parquet").to_dicts()


@pytest.fixture
def lists(home, contracts) -> Lists:
    return Lists(home, contracts)


def test_former_names_of_the_registry_lead_to_the_code(lists):
    lists.registry(FIRMS[0], former_name="新联机械厂、嵊州新联机械厂")
    lists.emissions((None, "新联机械厂"), (None, "嵊州恒盛机械有限公司"))
    keys = lists.derive()
    assert keys["", "新联机械厂"]["method"] == "former_name"
    assert keys["", "新联机械厂"]["enterprise_id"] == keys[FIRMS[0]]["enterprise_id"]


def test_an_address_is_evidence(lists):
    lists.registry(FIRMS[0], address="嵊州市三江街道兴业路12号")
    lists.fire((None, "嵊州恒胜机械有限公司"), address="三江街道兴业路12号")
    lists.emissions((None, "嵊州恒昇机械有限公司"))
    keys = lists.derive()
    assert keys["", "嵊州恒胜机械有限公司"]["method"] == "model"
    assert keys["", "嵊州恒昇机械有限公司"]["method"] == "name_only"


def test_swapped_holders_wait_for_people(lists):
    lists.registry(*FIRMS)
    lists.emissions((FIRST, "嵊州永鑫纺织有限公司"))
    key = lists.derive()[FIRST, "嵊州永鑫纺织有限公司"]
    shown = lists.table("enterprise_candidate")
    assert key["enterprise_id"] not in {e["enterprise_id"] for e in lists.table("enterprise") if e["uscc"]}
    assert {row["candidate_uscc"] for row in shown} == {FIRST, SECOND}
    assert {row["review_id"] for row in shown} == {key["review_id"]}


def test_a_valid_code_outside_the_register_is_a_firm(lists):
    lists.registry(*FIRMS)
    lists.emissions((THIRD, "嵊州恒盛机械有限公司"))
    keys = lists.derive()
    assert keys[THIRD, "嵊州恒盛机械有限公司"]["method"] == "uscc"
    assert keys[THIRD, "嵊州恒盛机械有限公司"]["enterprise_id"] != keys[FIRMS[0]]["enterprise_id"]


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


def test_decisions_go_before_every_step_and_the_last_counts(lists):
    lists.registry(*FIRMS)
    lists.emissions((FIRST, "别名"), (None, "嵊州永鑫纺织有限公司"))
    lists.decide("D1", "同一企业", code_text=FIRST, name_text="别名", target_uscc=SECOND)
    lists.decide("D2", "单独成户", 2, code_text=FIRST, name_text="别名")
    lists.decide("D3", "不是同一企业", name_text="嵊州永鑫纺织有限公司", target_uscc=SECOND)
    keys = lists.derive()
    registered = {keys[firm]["enterprise_id"] for firm in FIRMS[:1]}
    assert keys[FIRST, "别名"]["method"] == "decision"
    assert keys[FIRST, "别名"]["enterprise_id"] not in registered
    assert keys["", "嵊州永鑫纺织有限公司"]["method"] == "name_only"


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


def test_branches_stand_alone_and_know_their_head(lists):
    lists.registry(*FIRMS)
    lists.emissions((THIRD, "嵊州恒盛机械有限公司诸暨分公司"), (None, "嵊州永鑫纺织有限公司一分厂"))
    keys = lists.derive()
    parents = {e["enterprise_id"]: e["parent_enterprise_id"] for e in lists.table("enterprise")}
    for (code, name), head in (
        ((THIRD, "嵊州恒盛机械有限公司诸暨分公司"), FIRMS[0]),
        (("", "嵊州永鑫纺织有限公司一分厂"), FIRMS[1]),
    ):
        assert parents[keys[code, name]["enterprise_id"]] == keys[head]["enterprise_id"]
    assert parents[keys[FIRMS[0]]["enterprise_id"]] is None


def test_villages_and_sole_traders(lists):
    trader = "嵊州市三江街道恒盛机械经营部"
    lists.registry(*FIRMS, (THIRD, "嵊州市甘霖镇东王村村民委员会"))
    lists.emissions((None, "嵊州市甘霖镇东王村股份经济合作社"), (None, trader), (None, "嵊州市甘霖镇东王村村委会"))
    keys = lists.derive()
    assert keys["", "嵊州市甘霖镇东王村股份经济合作社"]["method"] == "name_only"
    assert keys["", trader]["method"] == "name_only"
    assert len({key["enterprise_id"] for key in keys.values()}) == len(keys) - 1, "only 村委会 is 村民委员会"


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
