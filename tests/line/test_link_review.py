"""docs/link-review.md, step by step: workbook, decision, refresh; honoured afterwards, unknown before."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from park_brain.clock import to_utc
from park_brain.installation import Installation
from park_brain.line import refresh
from reports.link_review import FILE_NAME, HEADER_LINE, UNDECIDED

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("facts_alone")]
BEFORE, AFTER = (to_utc(datetime(2024, 1, day)) for day in (20, 25))
HONGDA, HONGTAI, OTHER = "91330683MA2000019N", "91330683MA2000027H", "91330683MA2000035C"
REGISTRY = [
    f"{HONGDA},嵊州市鸿达机械有限公司,存续,嵊州市三江街道长乐路12号,通用设备制造业",
    f"{HONGTAI},嵊州市宏达机械有限公司,存续,嵊州市三江街道剡湖路88号,通用设备制造业",
    f"{OTHER},嵊州市越剧服装有限公司,存续,嵊州市甘霖镇环镇路3号,纺织服装业",
]
UNCLEAR = "红达机械厂"


def send(home: Installation, path: str, received: str, header: str, *lines: str) -> None:
    file = home.inbox / "330683" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    file.with_name(file.name + ".meta.yml").write_text(f"received_at: {received}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory) -> Installation:
    """A registry with two firms of one sound, and a fire register that writes a third spelling."""
    home = Installation(tmp_path_factory.mktemp("reviewed"))
    home.prepare()
    (home.lake / "person.key").write_bytes(b"0" * 64)
    send(
        home,
        "registry/2023-12-31/市场主体登记清单.csv",
        "2024-01-03T09:00",
        "统一社会信用代码,企业名称,登记状态,住所,行业门类",
        *REGISTRY,
    )
    send(
        home,
        "fire/2023-12/消防台账.csv",
        "2024-01-04T09:00",
        "问题编号,企业名称,发现日期,整改期限,隐患等级,整改状态",
        f"X1,{UNCLEAR},2023-02-03,2024-03-31,一般,整改中",
        "X2,嵊州市越剧服装有限公司,2023-02-03,2024-03-31,一般,整改中",
    )
    refresh(home, BEFORE)
    return home


def ask(home: Installation, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.releases / "current" / "park_brain.duckdb"), read_only=True) as connection:
        connection.execute("use mart")
        return connection.execute(sql).fetchall()


def link_of(home: Installation, name: str) -> tuple[object, ...]:
    sql = "select method, uscc from dim_enterprise_key join dim_enterprise using (enterprise_id) where name_text = "
    (row,) = ask(home, sql + f"'{name}' and uscc_text = ''")
    return row


def rows(page) -> list[dict[str, object]]:
    lines = list(page.iter_rows(min_row=HEADER_LINE + 1, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_an_unclear_name_waits_with_its_candidates(reviewed):
    assert link_of(reviewed, "嵊州市越剧服装有限公司") == ("name", OTHER)
    assert link_of(reviewed, UNCLEAR) == ("name_only", None)
    found = ask(reviewed, "select name_text, candidate_uscc from dq_link_candidate order by candidate_rank")
    assert set(found) == {(UNCLEAR, HONGDA), (UNCLEAR, HONGTAI)}


def test_the_workbook_is_its_own_answer_sheet(reviewed, tmp_path):
    source = reviewed.releases / "current" / "quality" / "330683" / FILE_NAME
    book = openpyxl.load_workbook(source)
    found = rows(book.active)
    assert [row["候选企业名称"] for row in found] and all(row["*处理方式"] == UNDECIDED for row in found)
    assert {row["关联信用代码"] for row in found} == {HONGDA, HONGTAI}
    assert all(str(row["最近来源"]).startswith("330683/fire/2023-12/消防台账.csv") for row in found)

    home = Installation(tmp_path / "home")
    shutil.copytree(reviewed.root, home.root, symlinks=True)
    untouched = home.inbox / "330683" / "data_centre" / "未改.xlsx"
    untouched.parent.mkdir(parents=True)
    shutil.copyfile(source, untouched)
    _received(untouched, "2024-01-22T09:00")
    refresh(home, AFTER)
    assert link_of(home, UNCLEAR) == ("name_only", None), "rows left as they were decide nothing"
    assert ask(home, "select rows_quarantined from dq_batch where list_code = 'data_centre.enterprise_link'") == [(0,)]
    assert len(ask(home, "select * from dq_link_candidate")) == 2


def test_a_decision_is_honoured_from_then_on(reviewed, tmp_path):
    home = Installation(tmp_path / "home")
    shutil.copytree(reviewed.root, home.root, symlinks=True)
    book = openpyxl.load_workbook(home.releases / "current" / "quality" / "330683" / FILE_NAME)
    page = book.active
    titles = [cell.value for cell in page[HEADER_LINE + 1]]
    for line in page.iter_rows(min_row=HEADER_LINE + 2):
        cells = dict(zip(titles, line, strict=True))
        if cells["关联信用代码"].value == HONGDA:
            cells["*处理方式"].value, cells["*理由"].value = "同一企业", "现场核实"
    answer = home.inbox / "330683" / "data_centre" / "企业关联决定清单.xlsx"
    answer.parent.mkdir(parents=True)
    book.save(answer)
    _received(answer, "2024-01-22T09:00")
    refresh(home, AFTER)
    assert link_of(home, UNCLEAR) == ("decision", HONGDA)
    assert ask(home, "select uscc from fct_issue join dim_enterprise using (enterprise_id) where issue_no = 'X1'") == [
        (HONGDA,)
    ]
    assert ask(home, "select count(*) from dq_link_candidate") == [(0,)]
    assert not (home.releases / "current" / "quality" / "330683" / FILE_NAME).exists()
    (evidence,) = ask(home, "select evidence_zh from dim_enterprise_key where method = 'decision'")[0]
    assert "人工确认" in str(evidence)

    refresh(home, BEFORE)
    assert link_of(home, UNCLEAR) == ("name_only", None), "what was not known then does not count then"


def _received(file: Path, instant: str) -> None:
    file.with_name(file.name + ".meta.yml").write_text(f"received_at: {instant}\n", encoding="utf-8")
