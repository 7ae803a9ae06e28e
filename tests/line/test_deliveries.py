"""From inbox to mart: violations mended, deleted and waived; what was known at an earlier instant; replay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from ingest.contracts import contract as contracts_module
from ingest.contracts.contract import load_contracts
from ingest.stage import take_in
from park_brain.clock import to_utc
from park_brain.installation import Installation
from park_brain.line import refresh, replay

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("facts_alone")]

HEADER = "问题编号,企业名称,发现日期,整改期限,隐患等级,整改状态"
EARLY, LATE = (to_utc(datetime(2024, 1, day, 0, 0)) for day in (6, 20))


def case(number: str, deadline: str = "2024-03-31") -> str:
    return f"{number},嵊州市测试机械有限公司,2023-02-03,{deadline},一般,整改中"


def send(home: Installation, path: str, received: str, *lines: str, header: str = HEADER) -> None:
    file = home.inbox / "330683" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    file.with_name(file.name + ".meta.yml").write_text(f"received_at: {received}\n", encoding="utf-8")


def send_early(home: Installation) -> None:
    """Known on 6 January: a register with four bad deadlines, towns' registers, and the 2nd quarter that came late."""
    send(home, "fire/2023-09/消防台账.csv", "2024-01-03T09:00", *(case(f"X{n}", "按要求") for n in range(1, 5)))
    send(home, "fire/2023-06/消防台账.csv", "2024-01-05T09:00", case("X1", "按要求"))
    send(home, "safety/2023-09/甘霖镇安全台账.csv", "2024-01-03T10:00", case("S1"))
    send(home, "safety/2023-09/三江街道安全台账.csv", "2024-01-04T10:00", case("S2"))
    send(home, "environment/2023-09/环保台账.csv", "2024-01-04T11:00", case("E1"))


def send_late(home: Installation) -> None:
    """X1 is mended, X2 stays, X3 is deleted, X4 is waived; a conflict, a nil report, a copy and a decision arrive."""
    rows = (case("X1"), case("X2", "按要求"), case("X4", "按要求"))
    send(home, "fire/2023-12/消防台账.csv", "2024-01-09T09:00", *rows)
    send(home, "safety/2023-09/安全台账.csv", "2024-01-08T10:00", case("S1"), case("S2"))
    send(home, "environment/2023-12/环保台账.csv", "2024-01-09T11:00", "零报告,,,,,")
    send(home, "fire/2023-09/消防台账（副本）.csv", "2024-01-10T09:00", *(case(f"X{n}", "按要求") for n in range(1, 5)))
    send(
        home,
        "data_centre/2024-01-10/豁免清单.csv",
        "2024-01-10T12:00",
        "N1,豁免,fire.issue,bad_date,X4,整改期限,文书遗失,2024-01-10,",
        header="豁免编号,处理方式,清单代码,规则代码,行标识,列名,理由,决定日期,有效期至",
    )
    send(
        home,
        "data_centre/2024-01-11/停用清单.csv",
        "2024-01-11T12:00",
        "D1,停用,330683/safety/2023-09/安全台账.csv,误报,2024-01-11",
        header="决定编号,处置方式,文件路径,理由,决定日期",
    )


def ask(home: Installation, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.releases / "current" / "park_brain.duckdb"), read_only=True) as connection:
        connection.execute("use mart")
        return connection.execute(sql).fetchall()


def marts(home: Installation) -> dict[str, object]:
    names = [
        name for (name,) in ask(home, "select table_name from information_schema.tables where table_schema='mart'")
    ]
    return {name: ask(home, f"select count(*), sum(hash(t)::hugeint) from mart.{name} as t") for name in names}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Installation:
    """A home that has received everything."""
    home = Installation(tmp_path_factory.mktemp("told"))
    home.prepare()
    (home.lake / "person.key").write_bytes(b"0" * 64)
    send_early(home)
    send_late(home)
    return home


def test_an_earlier_instant_shows_what_was_known_then(told: Installation, home: Installation):
    refresh(told, EARLY)
    send_early(home)
    refresh(home, EARLY)
    here, there = marts(told), marts(home)
    assert {table for table in here if here[table] != there[table]} == {"dq_file", "dq_batch"}
    for table, state in (("dq_file", "outcome"), ("dq_batch", "selection")):
        received = f"select * from {table} where {state} <> 'not_yet_received' order by all"
        assert ask(told, received) == ask(home, received), "what came later is told and counts for nothing"
    states = ask(told, "select row_key, status from dq_violation where rule_id = 'bad_date' order by 1")
    assert states == [("X1", "open"), ("X2", "open"), ("X3", "open"), ("X4", "open")]


def test_violations_end_as_departments_and_the_centre_end_them(told: Installation):
    refresh(told, LATE)
    states = ask(told, "select row_key, status, waiver_no from dq_violation where rule_id = 'bad_date' order by 1")
    assert states == [("X1", "fixed", None), ("X2", "open", None), ("X3", "gone", None), ("X4", "waived", "N1")]
    settled = ask(told, "select settled_at from dq_violation where row_key = 'X1' and rule_id = 'bad_date'")
    assert settled == [(to_utc(datetime(2024, 1, 9, 9)),)]
    disappeared = ask(told, "select batch_id from dq_list_check where check_id = 'case_disappeared'")
    assert len(disappeared) == 2, "X3, and E1 after a nil report"
    blocked = ask(
        told, "select file_path, selection_reason_zh, decision_no from dq_batch where selection_cause = 'blocked'"
    )
    assert [(row[0], row[2]) for row in blocked] == [("330683/safety/2023-09/安全台账.csv", "D1")]
    assert "误报" in str(blocked[0][1])
    parts = ask(
        told, "select part from dq_batch where list_code = 'safety.issue' and selection = 'selected' order by 1"
    )
    assert parts == [("三江街道",), ("甘霖镇",)], "the towns count again"


def test_replay_shows_what_a_changed_contract_changes(told: Installation, monkeypatch, tmp_path: Path):
    take_in(told, load_contracts())
    stamp = (told.releases / "current").resolve()
    fire = load_contracts()["fire.issue"]
    columns = tuple(
        column.model_copy(update={"nulls": ("按要求",)}) if column.name == "deadline_date" else column
        for column in fire.columns
    )
    changed = fire.model_copy(update={"columns": columns})
    monkeypatch.setattr(
        contracts_module, "load_contracts", lambda: load_contracts() | {fire.list: changed}, raising=True
    )
    first, choices = replay(told, "fire.issue")
    again, same = replay(told, "fire.issue")
    assert first.files_read > 0 and again.files_read == 0
    assert [str(batch) for batch in first.batches] == [str(batch) for batch in again.batches]
    september = next(batch for batch in first.batches if batch.batch.period == "2023-09")
    assert september.rules["bad_date"] == (4, 0)
    assert "330683/fire/2023-09/消防台账.csv" in str(september) and "bad_date 4 -> 0" in str(september)
    assert {choice.state for choice in choices} == {"selected"} and choices == same
    assert (told.releases / "current").resolve() == stamp
    with pytest.raises(KeyError):
        replay(told, "fire.nothing")
