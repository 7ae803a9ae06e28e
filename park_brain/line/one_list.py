"""Line: read all files of one list again and show what that changes; publishes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from park_brain.clock import utc_now
from park_brain.configuration import DEFAULTS, Configuration
from park_brain.installation import Installation
from park_brain.line.run import reading_limits
from park_brain.lock import writer_lock
from park_brain.rules import check_rules

if TYPE_CHECKING:
    from ingest.replay import ReplayReport
    from warehouse.select.selection import Choice


def replay(
    home: Installation,
    code: str,
    progress: Callable[[str], None] = lambda _: None,
    configuration: Configuration = DEFAULTS,
) -> tuple[ReplayReport, tuple[Choice, ...]]:
    """Re-derive a list from raw under today's contract, publish nothing; what changed, and what would count now.

    Raises:
        KeyError: there is no such list.
        WriterBusyError: another process is writing to this home.
        RulesError: the county's own rules cannot be used.
    """
    from expectations.run import judge
    from ingest import replay as stage
    from ingest.contracts.contract import load_contracts
    from ingest.lake.ledger import load_batches
    from ingest.parser_version import derivation_of
    from warehouse.select.rules import choose
    from warehouse.select.stage import known_decisions

    home.prepare()
    contracts = load_contracts()
    contract = contracts[code]
    with writer_lock(home):
        check_rules(home)
        report = stage.replay(home, contracts, code, progress, reading_limits(configuration))
        batches = load_batches(home, {code: derivation_of(contract)})
        verdicts = judge(home, contracts, batches)
        return report, tuple(choose(batches, verdicts, utc_now(), contracts, known_decisions(home)))
