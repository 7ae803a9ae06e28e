"""Links in the warehouse: the match cascade over real lists, review, people's decisions, branches, stability."""

from __future__ import annotations

import pytest

from tests.support.link_lists import FIRMS, FIRST, SECOND, THIRD, Lists


@pytest.fixture
def lists(home, contracts) -> Lists:
    return Lists(home, contracts)


def test_former_names_of_the_registry_lead_to_the_code(lists):
    lists.registry(FIRMS[0], former_name="新联机械厂、嵊州新联机械厂")
    lists.emissions((None, "新联机械厂"), (None, "嵊州恒盛机械有限公司"))
    keys = lists.derive_alone()
    assert keys["", "新联机械厂"]["method"] == "former_name"
    assert keys["", "新联机械厂"]["enterprise_id"] == keys[FIRMS[0]]["enterprise_id"]


def test_an_address_is_evidence(lists):
    lists.registry(FIRMS[0], address="嵊州市三江街道兴业路12号")
    lists.fire((None, "嵊州恒胜机械有限公司"), address="三江街道兴业路12号")
    lists.emissions((None, "嵊州恒昇机械有限公司"))
    keys = lists.derive_alone()
    assert keys["", "嵊州恒胜机械有限公司"]["method"] == "model"
    assert keys["", "嵊州恒昇机械有限公司"]["method"] == "name_only"


def test_swapped_holders_wait_for_people(lists):
    lists.registry(*FIRMS)
    lists.emissions((FIRST, "嵊州永鑫纺织有限公司"))
    key = lists.derive_alone()[FIRST, "嵊州永鑫纺织有限公司"]
    shown = lists.table("enterprise_candidate")
    assert key["enterprise_id"] not in {e["enterprise_id"] for e in lists.table("enterprise") if e["uscc"]}
    assert {row["candidate_uscc"] for row in shown} == {FIRST, SECOND}
    assert {row["review_id"] for row in shown} == {key["review_id"]}


def test_a_valid_code_outside_the_register_is_a_firm(lists):
    lists.registry(*FIRMS)
    lists.emissions((THIRD, "嵊州恒盛机械有限公司"))
    keys = lists.derive_alone()
    assert keys[THIRD, "嵊州恒盛机械有限公司"]["method"] == "uscc"
    assert keys[THIRD, "嵊州恒盛机械有限公司"]["enterprise_id"] != keys[FIRMS[0]]["enterprise_id"]


def test_decisions_go_before_every_step_and_the_last_counts(lists):
    lists.registry(*FIRMS)
    lists.emissions((FIRST, "别名"), (None, "嵊州永鑫纺织有限公司"))
    lists.decide("D1", "同一企业", code_text=FIRST, name_text="别名", target_uscc=SECOND)
    lists.decide("D2", "单独成户", 2, code_text=FIRST, name_text="别名")
    lists.decide("D3", "不是同一企业", name_text="嵊州永鑫纺织有限公司", target_uscc=SECOND)
    keys = lists.derive_alone()
    registered = {keys[firm]["enterprise_id"] for firm in FIRMS[:1]}
    assert keys[FIRST, "别名"]["method"] == "decision"
    assert keys[FIRST, "别名"]["enterprise_id"] not in registered
    assert keys["", "嵊州永鑫纺织有限公司"]["method"] == "name_only"


def test_branches_stand_alone_and_know_their_head(lists):
    lists.registry(*FIRMS)
    lists.emissions((THIRD, "嵊州恒盛机械有限公司诸暨分公司"), (None, "嵊州永鑫纺织有限公司一分厂"))
    keys = lists.derive_alone()
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
    keys = lists.derive_alone()
    assert keys["", "嵊州市甘霖镇东王村股份经济合作社"]["method"] == "name_only"
    assert keys["", trader]["method"] == "name_only"
    assert len({key["enterprise_id"] for key in keys.values()}) == len(keys) - 1, "only 村委会 is 村民委员会"
