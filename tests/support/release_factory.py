"""A finished build file and the publication of it: for tests of release and readers."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from park_brain.housekeeping import KEEP, Retention
from park_brain.installation import Installation
from park_brain.release_folder import Release
from tests.support.batch_factory import make_batch, make_verdict
from warehouse.release import stage
from warehouse.release.draft import Publication
from warehouse.select.rules import Choice, Reason
from warehouse.select.stage import Selection

DOCUMENTED = {
    "nodes": {
        "model.p.fct_x": {
            "resource_type": "model",
            "name": "fct_x",
            "description": "One row per thing. 甲<乙",
            "config": {"meta": {"zh": "事实表"}},
            "columns": {
                "thing_id": {"description": "key", "meta": {"zh": "编号", "sensitivity": "L1"}},
                "tax_cny": {
                    "description": "",
                    "config": {"meta": {"zh": "税收", "unit": "元", "sensitivity": "L3", "additivity": "flow"}},
                },
            },
        }
    }
}


def write_build(home: Installation, rows: int = 3, dims: int = 2) -> None:
    """``mart.fct_x`` and ``mart.dim_x``, beside a table that is nobody's business."""
    home.prepare()
    home.build_file.unlink(missing_ok=True)
    with duckdb.connect(str(home.build_file)) as connection:
        connection.execute("create schema mart; create schema staging")
        connection.execute(
            "create table mart.fct_x (thing_id varchar not null, tax_cny decimal(18,2), found_date date)"
        )
        connection.execute(f"insert into mart.fct_x select 'T' || i, i * 1.01, null from range({rows}) r(i)")
        connection.execute(
            f"create table mart.dim_x as select i::integer as id, '名' || i as name from range({dims}) r(i)"
        )
        connection.execute("create table staging.secret as select 1 as x")


def publication(home: Installation, fingerprint: str = "f" * 64, **values: Any) -> Publication:
    """Everything else a release needs."""
    manifest = home.work / "dbt_manifest.json"
    manifest.write_text(json.dumps(DOCUMENTED), encoding="utf-8")
    batch = make_batch()
    choice = Choice(batch, make_verdict(batch), "selected", Reason("latest", "latest full delivery", "最新的完整报送"))
    return Publication(
        **{
            "fingerprint": fingerprint,
            "figures": fingerprint,
            "rules": "r" * 64,
            "county_rules": {},
            "as_of": datetime(2024, 1, 20),
            "business_date": date(2024, 1, 20),
            "selection": Selection((choice,), {}, "s", None),
            "dbt_manifest": manifest,
            "tests": {"passed": 3},
            "warnings": (),
            "durations": {"build": 1.5},
        }
        | values
    )


def publish(home: Installation, publication: Publication, retention: Retention = KEEP) -> Release:
    """A release without reports."""
    return stage.publish(home, stage.write_draft(home, publication), [], retention)


def tree(folder: Path) -> set[str]:
    """Names of all files below a folder."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
