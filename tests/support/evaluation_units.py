"""Evaluation units by hand: what the scoring models read, written as tables, so that a formula is tested alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from park_brain.installation import Installation
from warehouse.build import dbt_run

SQM_PER_30_MU = "20000"
TABLES = {
    "int_eval_unit": "eval_unit_id VARCHAR, region_code VARCHAR, area_code VARCHAR, data_year INTEGER,"
    " head_enterprise_id VARCHAR, scheme_code VARCHAR, group_code VARCHAR, industry_code VARCHAR,"
    " land_sqm DECIMAL(18,4), is_land_unknown BOOLEAN, exclusion_reason VARCHAR",
    "int_eval_amount": "eval_unit_id VARCHAR, tax_cny DECIMAL(18,2), land_sqm DECIMAL(18,4),"
    " value_added_cny DECIMAL(18,2), revenue_cny DECIMAL(18,2), rd_cny DECIMAL(18,2), energy_tce DECIMAL(18,4),"
    " staff_avg_count DECIMAL(18,4), emission_t DECIMAL(18,4), power_kwh DECIMAL(18,4)",
    "int_eval_member": "eval_unit_id VARCHAR, enterprise_id VARCHAR, region_code VARCHAR, data_year INTEGER",
    "int_eval_unit_official": "eval_unit_id VARCHAR, evaluation_group VARCHAR, granted_pct DECIMAL(18,4),"
    " granted_score DECIMAL(18,4), initial_grade VARCHAR, final_score DECIMAL(18,4), final_grade VARCHAR,"
    " adjustment_reason VARCHAR, published_date DATE, batch_id VARCHAR, sheet VARCHAR, line INTEGER",
    "int_eval_lease": "eval_unit_id VARCHAR, tenant_count BIGINT, owner_unit_id VARCHAR, is_in_micro_park BOOLEAN",
    "int_eval_breach": "enterprise_id VARCHAR, region_code VARCHAR, data_year INTEGER, condition_code VARCHAR,"
    " evidence VARCHAR",
}
SEEDS = ("scheme", "indicator", "formula", "quota", "veto", "adjustment", "industry_group")
SCORING = ("int_eval_value", "int_eval_base", "eval_score", "int_eval_total", "int_eval_veto")
FINAL = ("int_eval_final", "eval_grade")


@dataclass
class Units:
    """Collects units and what befell them; one enterprise each, called as its unit."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, name: str, scheme: str, area: str, year: int, **more: Any) -> None:
        """A unit of 30 亩 unless told otherwise; keywords are amounts or columns of the unit."""
        group = "below_scale" if scheme.endswith("BELOW") else "above_scale"
        land = more.pop("land_sqm", SQM_PER_30_MU)
        place = dict(eval_unit_id=name, region_code=area, data_year=year)
        unit = place | dict(area_code=area, head_enterprise_id=name, scheme_code=scheme, group_code=group)
        unit |= {key: more.pop(key) for key in ("industry_code", "exclusion_reason") if key in more}
        self.rows["int_eval_unit"].append(unit | dict(land_sqm=land, is_land_unknown=land is None))
        self.rows["int_eval_amount"].append(dict(eval_unit_id=name, land_sqm=land) | more)
        self.rows["int_eval_member"].append(place | dict(enterprise_id=name))

    def grant(self, name: str, **values: Any) -> None:
        """What the published list says of a unit."""
        self.rows["int_eval_unit_official"].append(dict(eval_unit_id=name, granted_pct="0", granted_score="0") | values)

    def let(self, name: str, tenants: int) -> None:
        """Firms that rent from a unit."""
        self.rows["int_eval_lease"].append(dict(eval_unit_id=name, tenant_count=tenants, is_in_micro_park=False))

    def rent(self, name: str, owner: str, *, in_park: bool = False) -> None:
        """A unit without own land, on the land of another."""
        row = dict(eval_unit_id=name, tenant_count=0, owner_unit_id=owner, is_in_micro_park=in_park)
        self.rows["int_eval_lease"].append(row)

    def strike(self, name: str, area: str, year: int, condition: str) -> None:
        """A condition vetoes hang on."""
        row = dict(enterprise_id=name, region_code=area, data_year=year, condition_code=condition, evidence=name)
        self.rows["int_eval_breach"].append(row)

    def write(self, home: Installation) -> None:
        """The tables, as if the models had built them."""
        home.prepare()
        with duckdb.connect(home.build_file) as connection:
            connection.execute("create schema if not exists build")
            for name, definition in TABLES.items():
                columns = [item.strip().split(" ")[0] for item in definition.split(", ")]
                connection.execute(f'create table "build".build.{name} ({definition})')
                values = [[row.get(column) for column in columns] for row in self.rows[name]]
                if values:
                    marks = ", ".join("?" for _ in columns)
                    connection.executemany(f'insert into "build".build.{name} values ({marks})', values)


def append_seeds(project: Path, seeds: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Rows more at the end of evaluation seeds of a copied project; columns left out are empty."""
    for name, rows in seeds.items():
        path = project / "seeds" / "policy" / f"eval_{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        unknown = {key for row in rows for key in row} - set(header)
        if unknown:
            raise KeyError(f"{path.name}: no such columns {sorted(unknown)}")
        with path.open("a", encoding="utf-8") as seed:
            seed.writelines(",".join(str(row.get(column, "")) for column in header) + "\n" for row in rows)


def copy_project(folder: Path) -> Path:
    """The dbt project without what dbt leaves in it."""
    return Path(shutil.copytree(dbt_run.PROJECT, folder, ignore=shutil.ignore_patterns("target", "logs")))


def score(home: Installation) -> list[str]:
    """Run seeds and scoring models with their tests; what did not go well."""
    seeds = [f"eval_{name}" for name in SEEDS]
    # Tests over other seeds too have nothing to read here, and the invented schemes are not whole.
    tests = ["--indirect-selection", "cautious", "--exclude", "evaluation_schemes_are_whole"]
    arguments = ["build", "--exclude-resource-type", "unit_test", *tests, "--select", *seeds, *SCORING, *FINAL]
    results = dbt_run.run_dbt(home, arguments)
    assert len(results) > len(seeds) + len(SCORING) + len(FINAL)
    return [f"{item.name}: {item.message}" for item in results if item.status not in ("success", "pass")]
