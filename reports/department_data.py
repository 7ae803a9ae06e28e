"""Reports: the data of one department's workbook, read from the marts of the release being published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from park_brain.installation import Installation
from park_brain.sql import literal
from park_brain.tables import arrow_table

if TYPE_CHECKING:
    import duckdb

TABLES = frozenset(
    {
        "dq_violation",
        "dq_file",
        "dq_batch",
        "dq_completeness",
        "dq_expectation",
        "dq_list_check",
    }
)
"""Marts that a workbook is made from."""
ROWS_PER_SHEET = 10_000
"""More failing rows of one rule are to be corrected in the source system, not one by one; the sheet says so."""
EXAMPLES = 3
STATUS_ORDER = "case status when 'open' then 0 when 'waived' then 1 when 'gone' then 2 else 3 end"


class Place(NamedTuple):
    """One workbook: a department of a region."""

    region: str
    department: str

    def below(self, text: str) -> str:
        """A text with its paths relative to the department's own folder."""
        return text.replace(f"{self.region}/{self.department}/", "")


class RuleGroup(NamedTuple):
    """One sheet: a rule and its number of rows in each state."""

    rule_id: str
    message_zh: str
    severity: str
    open: int
    fixed: int
    gone: int
    waived: int
    lists: tuple[str, ...] = ()
    """Chinese names of the lists in which it failed."""

    @property
    def total(self) -> int:
        """Rows in any state."""
        return self.open + self.fixed + self.gone + self.waived


@dataclass(frozen=True)
class Sources:
    """What the workbooks read from."""

    home: Installation
    connection: duckdb.DuckDBPyConnection
    contracts: Mapping[str, Contract]
    records: Mapping[str, BatchRecord]
    """batch_id -> record, for every known batch."""

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Query the marts; one dict per row."""
        done = self.connection.execute(sql, list(values))
        names = [column[0] for column in done.description or ()]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def places(self) -> list[Place]:
        """Every department that ever sent a file, or owes one in a region that sends files."""
        found = self.rows("""
            select region_code, department_code from dq_file where region_code <> ''
            union
            select region_code, split_part(list_code, '.', 1) from dq_completeness
            where status = 'missing' and region_code in (select region_code from dq_file)
            order by all""")
        known = {contract.department for contract in self.contracts.values()}
        return [Place(*row.values()) for row in found if row["department_code"] in known]

    def files(self, place: Place) -> list[dict[str, Any]]:
        """Files received: refused ones first, then the newest. ``is_open``: it was not replaced since."""
        return self.rows(
            """select *, outcome in ('refused', 'partly_refused') and row_number() over (
                    partition by file_path order by received_at desc, arrival_id) = 1 as is_open
            from dq_file where region_code = ? and department_code = ?
            order by array_position(
                ['refused', 'partly_refused', 'waiting', 'not_yet_received', 'landed'], outcome
            ), received_at desc, file_path, arrival_id""",
            *place,
        )

    def batches(self, place: Place) -> list[dict[str, Any]]:
        """Batches by list, newest first."""
        return self.rows(
            "select * from dq_batch where region_code = ? and department_code = ? "
            "order by list_code, received_at desc, period desc, batch_id",
            *place,
        )

    def completeness(self, place: Place) -> list[dict[str, Any]]:
        """Planned deliveries that are missing or late."""
        return self.rows(
            "select list_code, part, period, due_date, status from dq_completeness "
            "where region_code = ? and starts_with(list_code, ? || '.') and status in ('missing', 'late') "
            "order by list_code, period desc, part, due_date",
            *place,
        )

    def failed_expectations(self, place: Place) -> list[dict[str, Any]]:
        """Failed checks of whole lists, for batches that count or would count."""
        return self.rows(
            "select e.*, b.file_path from dq_expectation as e join dq_batch as b using (batch_id) "
            "where b.region_code = ? and b.department_code = ? and not e.is_success "
            "and b.selection in ('selected', 'not_eligible') "
            "order by e.list_code, e.period desc, e.severity, e.batch_id, e.expectation, e.column_name, e.expected",
            *place,
        )

    def list_checks(self, place: Place) -> list[dict[str, Any]]:
        """Findings between lists that this department is asked to examine.

        File, sheet and line are left out if the row is in another department's file.
        """
        return self.rows(
            f"""select c.severity, c.list_code, c.period, c.enterprise_uscc, c.counterparty_uscc, c.land_code,
                if(c.enterprise_id = 'NO_ENTERPRISE', null, c.enterprise_name) as enterprise_name,
                if(c.counterparty_enterprise_id = 'NO_ENTERPRISE', null, c.counterparty_name) as counterparty_name,
                b.file_path,
                if(b.batch_id is null, null, c.sheet) as sheet,
                if(b.batch_id is null, null, c.line) as line,
                c.message_zh, c.remedy_zh
            from dq_list_check as c
            left join dq_batch as b on c.batch_id = b.batch_id and c.department_code = b.department_code
            where c.region_code = ? and c.department_code = ?
            order by c.severity desc, c.check_id, c.list_code, c.period desc, c.finding_id
            limit {ROWS_PER_SHEET}""",
            *place,
        )

    def counts(self, place: Place) -> list[dict[str, Any]]:
        """Violations by list, severity and state."""
        return self.rows(
            "select list_code, severity, status, count(*) as rows from dq_violation "
            "where region_code = ? and department_code = ? group by all order by all",
            *place,
        )

    def notes(self, place: Place) -> list[dict[str, Any]]:
        """Nonstandard values that were still read, by rule, column and file, with some examples."""
        return self.rows(
            f"""select list_code, message_zh, column_zh, file_path, remedy_zh, count(*) as rows,
                list(concat_ws('：', line, value_masked) order by sheet, line, violation_id)[:{EXAMPLES}] as examples
            from dq_violation
            where region_code = ? and department_code = ? and severity = 'note' and status = 'open'
            group by all order by list_code, rows desc, message_zh, column_zh, file_path, remedy_zh
            limit {ROWS_PER_SHEET}""",
            *place,
        )

    def rule_groups(self, place: Place) -> list[RuleGroup]:
        """Rules that some row fails or failed: those that reject rows first, then those with most open rows."""
        states = ", ".join(f"count(*) filter (status = '{state}')" for state in ("open", "fixed", "gone", "waived"))
        found = self.connection.execute(
            f"""select rule_id, message_zh, min(severity), {states}, list_sort(list(distinct list_code))
            from dq_violation where region_code = ? and department_code = ? and severity <> 'note'
            group by rule_id, message_zh order by min(severity), 4 desc, rule_id, message_zh""",
            list(place),
        ).fetchall()
        return [RuleGroup._make((*row, tuple(self.contracts[code].zh for code in codes))) for *row, codes in found]

    def load_rows(self, place: Place) -> None:
        """Create temporary table ``failing``: the violations to show, each with its row as received."""
        self.connection.execute(
            f"""create or replace temp table ranked as
            select *, row_number() over (
                partition by rule_id, message_zh
                order by {STATUS_ORDER}, list_code, period desc, file_path, sheet, line, violation_id
            ) as place
            from dq_violation where region_code = ? and department_code = ? and severity <> 'note'
            qualify place <= {ROWS_PER_SHEET}""",
            list(place),
        )
        used = [row[0] for row in self.connection.execute("select distinct batch_id from ranked").fetchall()]
        files = {
            batch: str(self.records[batch].text_path(self.home)) for batch in sorted(used) if batch in self.records
        }
        if not files:
            self.connection.execute(
                "create or replace temp table failing as select *, []::varchar[] as cells from ranked"
            )
            return
        self.connection.register(
            "text_file", arrow_table({"batch_id": "VARCHAR", "file": "VARCHAR"}, list(files.items()))
        )
        paths = ", ".join(literal(path) for path in files.values())
        self.connection.execute(
            f"""create or replace temp table failing as
            select ranked.*, text.cells
            from ranked
            left join text_file on ranked.batch_id = text_file.batch_id
            left join read_parquet([{paths}], filename = true) as text
                on text_file.file = text.filename and ranked.sheet = text.sheet and ranked.line = text.line"""
        )
        self.connection.execute(
            f"""create or replace temp table header as
            select text_file.batch_id, text.sheet, text.line, text.cells
            from read_parquet([{paths}], filename = true) as text
            join text_file on text.filename = text_file.file
            where text.role = 'header'"""
        )

    def headers(self) -> dict[tuple[str, str, int], list[str]]:
        """(batch, sheet, line) -> cells of the header rows of the batches in ``failing``."""
        found = self.connection.execute("select batch_id, sheet, line, cells from header").fetchall()
        return {(batch, sheet, line): cells for batch, sheet, line, cells in found}

    def failing(self, group: RuleGroup) -> Iterator[list[dict[str, Any]]]:
        """Rows of one rule in the order of its sheet, a few thousand at a time."""
        done = self.connection.execute(
            "select * from failing where rule_id = ? and message_zh = ? order by place",
            [group.rule_id, group.message_zh],
        )
        names = [column[0] for column in done.description or ()]
        while rows := done.fetchmany(5000):
            yield [dict(zip(names, row, strict=True)) for row in rows]

    def places_of(self, group: RuleGroup) -> list[tuple[str, str, int]]:
        """(batch, sheet, line) of every row to show for a rule, in the order of its sheet."""
        return self.connection.execute(
            "select batch_id, sheet, line from failing where rule_id = ? and message_zh = ? order by place",
            [group.rule_id, group.message_zh],
        ).fetchall()
