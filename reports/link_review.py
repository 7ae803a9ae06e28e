"""Reports: the workbook in which people decide which enterprise a record means (企业关联待复核).

It has the form of the list 企业关联决定清单 (data_centre.enterprise_link), with one prefilled row per candidate:
reviewers change 处理方式 where they know the answer and put the file into the inbox. Rows left as 暂不处理 decide
nothing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from feedback.templates import heading, must_fill
from feedback.workbook import Book, safe_text
from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import region_name

if TYPE_CHECKING:
    import duckdb

LIST = "data_centre.enterprise_link"
TABLE = "dq_link_candidate"
FILE_NAME = "企业关联待复核.xlsx"
UNDECIDED = "暂不处理"
MODE = 0o640
TITLE_LINE, HEADER_LINE = 0, 2
HOW = (
    "怎么办：逐条核对“原填”与“候选”两边，在确定的那一行把“处理方式”改为“同一企业”；都不是的，把各行改为“不是同一企业”或其中一行改为“单独成户”。"
    "改好后存盘，放入收件箱的 {folder} 目录，下次刷新即生效；不确定的保持“暂不处理”。"
)
CONTEXT = ("候选企业名称", "依据", "出现在哪些清单", "最近来源")
"""Extra headers for the reviewer, ignored when the list is read."""
WIDTHS = {"candidate_name": 30, "evidence_zh": 44, "lists_zh": 26, "source_zh": 40, "name_text": 30, "reason": 20}


class Case(NamedTuple):
    """One row: a record and one enterprise that it may be."""

    decision_no: str
    review_id: str
    code_text: str
    name_text: str
    target_uscc: str
    candidate_name: str
    evidence_zh: str
    lists_zh: str
    source_zh: str


def write_reviews(
    connection: duckdb.DuckDBPyConnection, folder: Path, contract: Contract, business_date: date
) -> list[Path]:
    """Write ``<folder>/<region>/企业关联待复核.xlsx`` for every region with open cases; returns the paths."""
    regions = connection.execute(f"select distinct region_code from {TABLE} order by 1").fetchall()
    paths = []
    for (region,) in regions:
        path = folder / region / FILE_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, contract, region, _cases(connection, region), business_date)
        path.chmod(MODE)
        paths.append(path)
    return paths


def _cases(connection: duckdb.DuckDBPyConnection, region: str) -> list[Case]:
    rows = connection.execute(
        f"""select 'FH-' || review_id || '-' || candidate_rank, review_id, uscc_text, name_text, candidate_uscc,
            coalesce(candidate_name, ''), coalesce(evidence_zh, ''), coalesce(lists_zh, ''),
            concat_ws(' ', file_path, candidate.sheet, '第' || line || '行')
        from {TABLE} as candidate left join dq_batch as batch using (batch_id)
        where candidate.region_code = ?
        order by row_count desc, review_id, candidate_rank""",
        [region],
    ).fetchall()
    return [Case(*row) for row in rows]


def _write(path: Path, contract: Contract, region: str, cases: list[Case], business_date: date) -> None:
    day = f"{business_date.year}年{business_date.month}月{business_date.day}日"
    with Book(path, created=business_date, title=f"{region_name(region)}企业关联待复核") as book:
        page = book.add(contract.zh)
        page.write_string(TITLE_LINE, 0, f"{day} {region_name(region)}{contract.zh}", book.style("title"))
        folder = f"{region}/data_centre"
        page.write_string(TITLE_LINE + 1, 0, HOW.format(folder=folder), book.style("muted"))
        names = _headers(book, page, contract, region)
        for line, case in enumerate(cases, HEADER_LINE + 1):
            _row(book, page, line, names, case, business_date)
        _drop_down(page, contract, names.index("action"), len(cases))
        page.freeze_panes(HEADER_LINE + 1, 0)
        page.autofilter(HEADER_LINE, 0, HEADER_LINE + len(cases), len(names) - 1)


def _headers(book: Book, page: Any, contract: Contract, region: str) -> list[str]:
    """Write the header row; returns the column names in order, those of the list first."""
    columns = [column for column in contract.columns if column.personal != "always"]
    context = dict(zip(("candidate_name", "evidence_zh", "lists_zh", "source_zh"), CONTEXT, strict=True))
    for index, column in enumerate(columns):
        page.set_column(index, index, WIDTHS.get(column.name, 20), book.style("text"))
        style = "required" if must_fill(column) else "header"
        page.write_string(HEADER_LINE, index, heading(column, region), book.style(style))
    for index, (name, zh) in enumerate(context.items(), len(columns)):
        page.set_column(index, index, WIDTHS[name], book.style("plain"))
        page.write_string(HEADER_LINE, index, zh, book.style("received_header"))
    return [*(column.name for column in columns), *context]


def _row(book: Book, page: Any, line: int, names: list[str], case: Case, business_date: date) -> None:
    values = {**case._asdict(), "action": UNDECIDED, "reason": "待核实", "decided_date": business_date.isoformat()}
    for index, name in enumerate(names):
        if text := values.get(name):
            page.write_string(line, index, safe_text(text), book.style("plain"))


def _drop_down(page: Any, contract: Contract, index: int, rows: int) -> None:
    (action,) = [column for column in contract.columns if column.name == "action"]
    page.data_validation(
        HEADER_LINE + 1, index, HEADER_LINE + max(rows, 1), index, {"validate": "list", "source": list(action.values)}
    )
