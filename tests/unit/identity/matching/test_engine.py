"""The match cascade: every step, every veto, and that only a record's own text and the register matter."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest

from identity.matching.files import match

CODES = [
    "91330683MA2000019N",
    "91330683MA2000027H",
    "91330683MA2000035C",
    "91330683MA20000437",
    "91330683MA20000512",
]
ADDRESS = "浙江省绍兴市嵊州市三江街道兴业路12号"
REGISTER = [
    ("M1", "嵊州恒盛机械有限公司", CODES[0], ADDRESS, "新联机械厂"),
    ("M2", "嵊州永鑫纺织有限公司", CODES[1], "嵊州市黄泽镇工业大道8号", ""),
    ("M3", "嵊州永鑫纺织有限公司一分厂", CODES[2], "嵊州市黄泽镇工业大道9号", ""),
    ("M4", "嵊州隆德领带有限公司", CODES[3], "嵊州市甘霖镇东王村3号", ""),
    ("M5", "嵊州隆德电器有限公司", CODES[4], "嵊州市甘霖镇东王村5号", ""),
]


def register(rows=REGISTER, region: str = "330683") -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["id", "name", "uscc", "address", "former_name"], orient="row")
    return frame.with_columns(region_code=pl.lit(region))


def answers(tmp_path, queries: list[tuple[str, str, str]], masters=None, region: str = "330683") -> list[dict]:
    frame = pl.DataFrame(queries, schema=["name", "uscc", "address"], orient="row").with_row_index("id")
    frame = frame.with_columns(pl.col("id").cast(pl.String), region_code=pl.lit(region))
    return match(frame, register() if masters is None else masters, tmp_path, date(2024, 1, 1)).to_dicts()


def test_codes_are_valid():
    from park_brain import codes as uscc

    assert pl.DataFrame({"c": CODES}).select(uscc.is_valid(pl.col("c")).all()).item()


STEPS = [
    (("别的名称", CODES[0], ""), "M1", "uscc"),
    (("", CODES[0], ""), "M1", "uscc"),
    (("嵊州恒盛机械有限公司", "9133O683MA2000019N", ""), "M1", "code_repaired"),
    (("恒盛机械厂", "91330683MA2000091N", ""), "M1", "code_repaired"),
    (("恒盛机械厂", CODES[0][:-1], ""), "M1", "code_repaired"),
    (("恒盛机械", CODES[0][8:17], ""), "M1", "old_code"),
    (("嵊州恒盛機械有限公司 ", "", ""), "M1", "name"),
    (("嵊州恒盛机械有限公司（二车间）", "", ""), "M1", "name"),
    (("新联机械厂", "", ""), "M1", "former_name"),
    (("嵊州恒昌机械有限公司（原新联机械厂）", "", ""), "M1", "former_name"),
    (("恒盛机械厂", "", ""), "M1", "parts"),
    (("嵊州市恒盛机械有限责任公司", "", ""), "M1", "parts"),
    (("嵊州恒胜机械有限公司", "", "三江街道兴业路12号"), "M1", "model"),
    (("嵊州恒盛机戒有限公司", "", "三江街道兴业路12号"), "M1", "model"),
    (("嵊州永鑫纺织有限公司第1分厂", "", "黄泽镇工业大道9号"), "M3", "parts"),
]


def test_every_step(tmp_path):
    found = answers(tmp_path, [query for query, _, _ in STEPS])
    told = [(row["query_name"], row["master_id"], row["method"]) for row in found]
    assert told == [(query[0], master, method) for query, master, method in STEPS]
    assert all(row["evidence"] for row in found)


VETOES = {
    "another branch": ("嵊州永鑫纺织有限公司二分厂", "", "黄泽镇工业大道9号"),
    "a branch nobody registered": ("嵊州恒盛机械有限公司诸暨分公司", "", ADDRESS),
    "another county in the name": ("诸暨恒盛机械有限公司", "", ADDRESS),
    "another name in the same trade": ("嵊州宏发机械有限公司", "", ADDRESS),
    "a homophone elsewhere": ("嵊州恒胜机械有限公司", "", "长乐镇兴业路3号"),
    "a group and its member": ("嵊州恒盛机械集团有限公司", "", ADDRESS),
    "another trade": ("嵊州恒盛纺织有限公司", "", "长乐镇兴业路3号"),
    "another valid code": ("嵊州恒盛机械有限公司", "91330683MA2000086L", ADDRESS),
    "two firms of that name": ("隆德有限公司", "", ""),
    "two holders": ("嵊州恒盛机械有限公司、嵊州隆德领带有限公司", "", ""),
    "a repaired code under a strange name": ("宏发化工厂", CODES[0][:-1], ""),
    "swapped holders": ("嵊州隆德领带有限公司", CODES[0], ""),
    "two codes": ("嵊州恒盛机械有限公司", f"{CODES[0]}、{CODES[3]}", ""),
}


@pytest.mark.parametrize("why", VETOES)
def test_vetoes(tmp_path, why):
    (found,) = answers(tmp_path, [VETOES[why]])
    assert found["master_id"] == ""


def test_reviews_show_both_sides_of_a_contradiction(tmp_path):
    (found,) = answers(tmp_path, [VETOES["swapped holders"]])
    assert found["method"] == "review"
    assert set(found["candidate_id"].split()[:2]) == {"M1", "M4"}


def test_a_name_counts_only_in_its_region_unless_it_names_its_place(tmp_path):
    plain = register([("M1", "恒盛机械有限公司", CODES[0], "", "")])
    (elsewhere,) = answers(tmp_path, [("恒盛机械有限公司", "", "")], plain, region="330681")
    (named,) = answers(tmp_path, [("嵊州恒盛机械有限公司", "", "")], region="330681")
    assert (elsewhere["master_id"], named["master_id"]) == ("", "M1")


def test_equal_names_are_left_to_people(tmp_path):
    twice = register([("M1", "恒盛机械有限公司", CODES[0], "", ""), ("M2", "恒盛机械有限公司", CODES[1], "", "")])
    (found,) = answers(tmp_path, [("恒盛机械有限公司", "", "")], twice)
    assert (found["method"], found["candidate_id"]) == ("review", "M1 M2")


def test_an_answer_depends_on_nothing_but_record_and_register(tmp_path):
    queries = [query for query, _, _ in STEPS] + list(VETOES.values())
    alone = {row["query_name"] + str(n): row for n, row in enumerate(answers(tmp_path, queries))}
    rng = random.Random(3)
    for _ in range(3):
        order = rng.sample(range(len(queries)), len(queries))
        kept = order[: len(order) // 2]
        rows = rng.sample(REGISTER, len(REGISTER))
        for number, row in zip(kept, answers(tmp_path, [queries[n] for n in kept], register(rows)), strict=True):
            expected = alone[row["query_name"] + str(number)]
            assert {k: v for k, v in row.items() if k != "query_id"} == {
                k: v for k, v in expected.items() if k != "query_id"
            }


def test_persons_are_never_linked_by_likeness(tmp_path):
    one, near = "自然人#0123456789abcdef", "自然人#0123456789abcdee"
    masters = register([*REGISTER, ("M6", one, "92330683MA2BQXW9XG", ADDRESS, "")])
    told = answers(tmp_path, [(near, "", ADDRESS), ("自然人#fedcba9876543210", "", ADDRESS), (one, "", "")], masters)
    assert [row["master_id"] for row in told] == ["", "", "M6"]
    assert not any(row[name] for row in told[:2] for name in row if name.startswith("candidate"))
