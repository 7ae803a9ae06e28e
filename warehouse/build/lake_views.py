"""Build: what dbt sees of selected rows whatever their list: their keys, and counts and sums per delivery.

Made from the contracts, so that a new list takes part in the checks between deliveries without a model of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.contracts.contract import Contract
from ingest.rules.violations import key_text

if TYPE_CHECKING:
    import duckdb

MEASURED = ("money", "area")
"""Types of columns whose sum is compared with the previous period's."""
LAND_CODE = "land_code"
CLOSED = "closed_date"
"""A register states here that a case needs no further statement."""
PLACE = "_region_code as region_code, _part as part, _period as period, _period_end as period_end"


def create_row_views(connection: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """``lake.row_key``: natural key of every selected row; ``lake.list_measure``: rows and sums per delivered period;
    ``lake.land_code``: parcels named by each list.
    """
    contracts = list(contracts)
    keys = [_keys(contract) for contract in contracts if contract.natural_key]
    measures = [_measures(contract) for contract in contracts if not contract.is_added_by_key]
    connection.execute("create view lake.row_key as " + " union all ".join(keys))
    land_codes = [_land_codes(contract) for contract in contracts if LAND_CODE in contract.outputs]
    connection.execute("create view lake.list_measure as " + " union all ".join(measures))
    connection.execute("create view lake.land_code as " + " union all ".join(land_codes))


def _view(contract: Contract) -> str:
    return "lake." + contract.list.replace(".", "__")


def _keys(contract: Contract) -> str:
    """The key as violations quote it."""
    closed = f"{CLOSED} is not null" if CLOSED in contract.outputs else "false"
    return (
        f"select '{contract.list}' as list_code, {PLACE}, _batch_id as batch_id, _sheet as sheet, _line as line, "
        f"nullif({key_text(contract)}, '') as row_key, {closed} as is_closed from {_view(contract)}"
    )


def _measures(contract: Contract) -> str:
    columns = [column.name for column in contract.columns if column.type in MEASURED and column.outputs]
    sums = ", ".join(["count(*)::decimal(38, 4) as row_count", *(f"sum({c})::decimal(38, 4) as {c}" for c in columns)])
    return (
        f"select '{contract.list}' as list_code, region_code, part, period, period_end, measure, total "
        f"from (select {PLACE}, {sums} from {_view(contract)} group by all) "
        f"unpivot (total for measure in ({', '.join(['row_count', *columns])}))"
    )


def _land_codes(contract: Contract) -> str:
    return (
        f"select distinct '{contract.list}' as list_code, _region_code as region_code, "
        f"upper(trim({LAND_CODE})) as land_code from {_view(contract)} where {LAND_CODE} is not null"
    )
