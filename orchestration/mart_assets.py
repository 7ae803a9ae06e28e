"""Orchestration: identity, dbt models with their tests as checks, and the release."""

# Dagster reads the annotation of `context` when the decorator runs, so annotations are not postponed here.
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

from identity.stage import OUTPUTS
from ingest.contracts.contract import Contract
from orchestration.dbt_graph import DbtGraph, DbtModel, DbtTest
from orchestration.list_assets import DELIVERIES, delivery_key, list_key
from park_brain.line import Run, advance, stages
from park_brain.release_folder import SCHEMA, read_manifest

RELEASE = ("release", "current")

Results = Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]


def identity_key(name: str) -> tuple[str, ...]:
    """Asset key of an output of the identity stage."""
    return ("identity", name)


def source_keys(contracts: Mapping[str, Contract]) -> dict[str, tuple[str, ...]]:
    """dbt source table -> the asset that stands behind it."""
    return {
        **{code.replace(".", "__"): list_key(code) for code in contracts},
        **{name: delivery_key(name) for name in DELIVERIES},
        **{name: identity_key(name) for name in OUTPUTS},
    }


def identity_assets(contracts: Mapping[str, Contract]) -> dg.AssetsDefinition:
    """Keys of enterprises and parcels, from all lists at once."""
    needed = [dg.AssetKey(list_key(code)) for code in contracts]
    specs = [
        dg.AssetSpec(identity_key(name), deps=needed, group_name="identity", kinds={"parquet"}) for name in OUTPUTS
    ]

    @dg.multi_asset(name="identity", specs=specs, required_resource_keys={"session"})
    def identity(context: dg.AssetExecutionContext) -> Results:
        run: Run = context.resources.session
        advance(run, until=stages.identity)
        for name in OUTPUTS:
            yield dg.MaterializeResult(asset_key=dg.AssetKey(identity_key(name)))

    return identity


def dbt_assets(graph: DbtGraph) -> dg.AssetsDefinition:
    """All models in one step around one warm dbt; every test is a check of its model."""
    specs = [
        dg.AssetSpec(
            model.key,
            deps=[dg.AssetKey(need) for need in model.needs],
            group_name=model.key[0],
            kinds={"dbt", "duckdb"},
            description=model.description,
        )
        for model in graph.models
    ]
    checks = [
        dg.AssetCheckSpec(
            test.check_name, asset=dg.AssetKey(test.key), blocking=test.is_error, description=test.description or None
        )
        for test in graph.tests
    ]

    @dg.multi_asset(name="dbt", specs=specs, check_specs=checks, required_resource_keys={"session"})
    def dbt(context: dg.AssetExecutionContext) -> Results:
        from warehouse.build.stage import BuildFailed

        run: Run = context.resources.session
        try:
            advance(run, until=stages.build)
        except BuildFailed as error:
            yield from (
                _test_result(test, error.failures) for test in graph.tests if _messages_of(test, error.failures)
            )
            raise dg.Failure(str(error)) from error
        rows, warnings = _outcome(run)
        yield from (_model_result(model, rows.get(model.key)) for model in graph.models)
        yield from (_test_result(test, warnings) for test in graph.tests)

    return dbt


def _outcome(run: Run) -> tuple[dict[tuple[str, ...], int], Sequence[str]]:
    """Rows of every table (views have none), and the warnings; of the release used again where nothing was built."""
    from park_brain import database

    if run.built is None:
        assert run.release is not None
        released = run.release.tables.items()
        return {(SCHEMA, name): count for name, (count, _) in released}, read_manifest(run.release.path)["warnings"]
    with database.connect(run.home.tmp, run.home.build_file, read_only=True) as connection:
        found = connection.execute("select schema_name, table_name, estimated_size from duckdb_tables()").fetchall()
    return {(schema, table): count for schema, table, count in found}, run.built.failures


def _model_result(model: DbtModel, rows: int | None) -> dg.MaterializeResult[Any]:
    metadata: dict[str, Any] = {} if rows is None else {"dagster/row_count": rows}
    return dg.MaterializeResult(asset_key=dg.AssetKey(model.key), metadata=metadata)


def _messages_of(test: DbtTest, messages: Sequence[str]) -> list[str]:
    """Messages of the build about a test: they start with kind, name and status; a test without any holds."""
    return [message for message in messages if message.startswith(f"test {test.name} (")]


def _test_result(test: DbtTest, messages: Sequence[str]) -> dg.AssetCheckResult:
    found = _messages_of(test, messages)
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey(test.key),
        check_name=test.check_name,
        passed=not found,
        severity=dg.AssetCheckSeverity.ERROR if test.is_error else dg.AssetCheckSeverity.WARN,
        metadata={"messages": found},
    )


def release_asset(graph: DbtGraph) -> dg.AssetsDefinition:
    """The published release; readers follow ``release/current``."""
    marts = [dg.AssetKey(model.key) for model in graph.models if model.key[0] == SCHEMA]

    @dg.asset(
        key=dg.AssetKey(RELEASE),
        deps=marts,
        group_name="release",
        kinds={"duckdb", "parquet"},
        required_resource_keys={"session"},
        description="The marts, verified and switched to in one rename.",
    )
    def release(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        run: Run = context.resources.session
        advance(run)
        done = run.release
        assert done is not None
        metadata: dict[str, Any] = {
            "release_id": done.id,
            "path": dg.MetadataValue.path(str(done.path)),
            "tables": len(done.tables),
            "rows": sum(rows for rows, _ in done.tables.values()),
        }
        return dg.MaterializeResult(metadata=metadata)

    return release
