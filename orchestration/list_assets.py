"""Orchestration: one asset per list, made by contracts, with row accounting and verdict as its checks."""

# Dagster reads the annotation of `context` when the decorator runs, so annotations are not postponed here.
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from ingest.contracts.contract import Contract
from park_brain.line import Run, advance, stages

if TYPE_CHECKING:
    from warehouse.select.rules import Choice

DELIVERIES = ("batches", "violations", "files", "checks")
ACCOUNTING, VERDICT = "row_accounting", "list_verdict"
SHOWN = 20


def list_key(code: str) -> tuple[str, ...]:
    """Asset key of a list: ``tax.tax_paid`` is ``lists/tax/tax_paid``."""
    return ("lists", *code.split("."))


def delivery_key(name: str) -> tuple[str, ...]:
    """Asset key of a table about the deliveries themselves."""
    return ("deliveries", name)


def list_assets(contracts: Mapping[str, Contract]) -> dg.AssetsDefinition:
    """All lists in one step: a file is recognised against every contract of its department."""
    specs = [
        dg.AssetSpec(list_key(code), group_name="lists", kinds={"parquet"}, description=f"{c.zh}。{c.grain}")
        for code, c in contracts.items()
    ]
    specs += [dg.AssetSpec(delivery_key(name), group_name="deliveries", kinds={"parquet"}) for name in DELIVERIES]
    checks = [spec for code in contracts for spec in _check_specs(code)]

    @dg.multi_asset(name="lists", specs=specs, check_specs=checks, required_resource_keys={"session"})
    def lists(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        run: Run = context.resources.session
        advance(run, until=stages.select)
        for code in contracts:
            yield from _report(run, code)
        for name in DELIVERIES:
            yield dg.MaterializeResult(asset_key=dg.AssetKey(delivery_key(name)))

    return lists


def _check_specs(code: str) -> list[dg.AssetCheckSpec]:
    key = dg.AssetKey(list_key(code))
    return [
        dg.AssetCheckSpec(
            ACCOUNTING, asset=key, blocking=True, description="Rows read = accepted + quarantined + excluded."
        ),
        dg.AssetCheckSpec(VERDICT, asset=key, description="No delivery is critical, held or doubtful."),
    ]


def _report(run: Run, code: str) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    from orchestration.accounting import discrepancies

    assert run.selection is not None
    key = dg.AssetKey(list_key(code))
    choices = [choice for choice in run.selection.choices if choice.batch.list == code]
    yield dg.MaterializeResult(asset_key=key, metadata=_metadata(choices, run.selection.rows[code]))
    wrong = discrepancies(run.home, [choice.batch for choice in choices])
    yield dg.AssetCheckResult(
        asset_key=key,
        check_name=ACCOUNTING,
        passed=not wrong,
        metadata={"batches": len(choices), "wrong": wrong[:SHOWN]},
    )
    yield _verdict_result(key, choices)


def _metadata(choices: "Sequence[Choice]", selected_rows: int) -> dict[str, Any]:
    batches = [choice.batch for choice in choices]
    return {
        "dagster/row_count": selected_rows,
        "rows_read": sum(b.rows_read for b in batches),
        "rows_accepted": sum(b.rows_accepted for b in batches),
        "rows_quarantined": sum(b.rows_quarantined for b in batches),
        "rows_excluded": sum(b.rows_excluded for b in batches),
        "batches": dict(sorted(Counter(choice.state for choice in choices).items())),
        "latest_period": max((b.period for b in batches), default=""),
    }


def _verdict_result(key: dg.AssetKey, choices: "Sequence[Choice]") -> dg.AssetCheckResult:
    """The next eligible delivery is used instead of a critical one, so this check never blocks."""
    refused = [c for c in choices if c.state == "not_eligible"]
    doubtful = [c for c in choices if c.state == "selected" and c.verdict.verdict == "warning"]
    shown = [f"{c.batch.path}: {c.reason}" for c in refused]
    shown += [
        f"{c.batch.path}: {check.expectation}({check.column or 'table'}) found {check.observed}; {check.reason}"
        for c in doubtful
        for check in c.verdict.checks
        if not check.success
    ]
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=VERDICT,
        passed=not shown,
        severity=dg.AssetCheckSeverity.ERROR if refused else dg.AssetCheckSeverity.WARN,
        metadata={"refused": len(refused), "doubtful": len(doubtful), "why": shown[:SHOWN]},
    )
