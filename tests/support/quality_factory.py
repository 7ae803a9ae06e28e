"""Marts about deliveries, made of what really landed in a home: for tests of departments' workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from park_brain.installation import Installation

BATCH_COLUMNS = """batch_id varchar, list_code varchar, list_zh varchar, department_code varchar, region_code varchar,
    part varchar, period varchar, delivery varchar, received_at timestamp, file_path varchar, rows_read bigint,
    rows_accepted bigint, rows_quarantined bigint, rows_excluded bigint, selection varchar,
    selection_reason_zh varchar"""
EXPECTATION_COLUMNS = """batch_id varchar, list_code varchar, region_code varchar, period varchar, expectation varchar,
    column_name varchar, severity varchar, is_success boolean, observed varchar, expected varchar,
    message_zh varchar"""
CHECK_COLUMNS = """finding_id varchar, check_id varchar, severity varchar, department_code varchar, region_code varchar,
    list_code varchar, period varchar, batch_id varchar, enterprise_id varchar, enterprise_uscc varchar,
    enterprise_name varchar, counterparty_enterprise_id varchar, counterparty_uscc varchar, counterparty_name varchar,
    land_code varchar, sheet varchar, line integer, message_zh varchar, remedy_zh varchar"""


def write_marts(
    home: Installation,
    records: Sequence[BatchRecord],
    contracts: Mapping[str, Contract],
    statuses: Mapping[str, str] = {},
) -> Path:
    """A database with the marts a workbook reads. ``statuses``: rule -> state of its violations, else open."""
    path = home.work / "marts.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema mart; use mart")
        connection.execute(f"create table dq_batch ({BATCH_COLUMNS})")
        for record in records:
            _insert(connection, "dq_batch", _batch(record, contracts[record.list]))
        _violations(connection, home, records, statuses)
        connection.execute("""create table dq_file as select batch_id as arrival_id, file_path, region_code,
            department_code, received_at, 'landed' as outcome, null::varchar as message_zh from dq_batch""")
        connection.execute(
            "insert into dq_file values ('A9', '330683/tax/坏.xlsx', '330683', 'tax', '2023-12-01', 'refused', "
            "'工作表“一月”第 2 行：没有这样的列'), ('A8', '330683/tax/好了.xlsx', '330683', 'tax', '2023-12-01', "
            "'refused', '损坏'), ('A7', '330683/tax/好了.xlsx', '330683', 'tax', '2023-12-02', 'landed', null)"
        )
        connection.execute(
            "create table dq_completeness (list_code varchar, region_code varchar, part varchar, period varchar, "
            "due_date date, status varchar)"
        )
        connection.execute(
            "insert into dq_completeness values "
            "('tax.tax_paid', '330683', 'whole', '2023-05', date '2023-06-20', 'missing'), "
            "('tax.tax_paid', '330683', 'whole', '2023-06', date '2023-07-20', 'late'), "
            "('tax.registration', '330683', 'whole', '2023-Q2', date '2023-07-20', 'missing'), "
            "('fire.issue', '330683', 'whole', '2023-06', date '2023-07-20', 'missing'), "
            "('fire.issue', '330681', 'whole', '2023-06', date '2023-07-20', 'missing')"
        )
        connection.execute(f"create table dq_expectation ({EXPECTATION_COLUMNS})")
        connection.execute(
            "insert into dq_expectation select batch_id, list_code, region_code, period, 'expect_x', 'amount_cny', "
            "'warning', false, '9 of 10 rows do not hold', '', '入库金额应当为正' from dq_batch "
            "where department_code = 'tax'"
        )
        connection.execute(f"create table dq_list_check ({CHECK_COLUMNS})")
        connection.execute(
            "insert into dq_list_check select 'C1', 'tax_month_gap', 'warn', 'tax', region_code, list_code, period, "
            "batch_id, 'E1', '91350100M000100Y43', '甲公司', 'NO_ENTERPRISE', null, '无对应企业', null, '表', 7, "
            "'当月无税', '请核实' from dq_batch where department_code in ('tax', 'environment')"
        )
    return path


def _violations(
    connection: duckdb.DuckDBPyConnection,
    home: Installation,
    records: Sequence[BatchRecord],
    statuses: Mapping[str, str],
) -> None:
    files = ", ".join(f"'{record.violations_path(home)}'" for record in records)
    states = " ".join(f"when rule_id = '{rule}' then '{status}'" for rule, status in statuses.items())
    connection.execute(f"""create table dq_violation as
        select v.*, b.department_code, b.file_path, b.received_at as first_received_at,
            case {states} when true then 'open' end as status
        from read_parquet([{files}]) as v join dq_batch as b using (batch_id)""")


def _batch(record: BatchRecord, contract: Contract) -> dict[str, Any]:
    return {
        "batch_id": record.batch_id,
        "list_code": record.list,
        "list_zh": contract.zh,
        "department_code": contract.department,
        "region_code": record.region,
        "part": record.part,
        "period": record.period,
        "delivery": record.delivery,
        "received_at": record.received_at,
        "file_path": record.path,
        "rows_read": record.rows_read,
        "rows_accepted": record.rows_accepted,
        "rows_quarantined": record.rows_quarantined,
        "rows_excluded": record.rows_excluded,
        "selection": "selected",
        "selection_reason_zh": "最新全量报送",
    }


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    connection.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", [*row.values()])
