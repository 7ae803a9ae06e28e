"""Derive, linking: the frozen model: what it compares, its trained weights, and the frequency of each 字号.

The file holds Splink's settings with m and u probabilities, and the share of each 字号 in the register it was trained
on; a 字号 that is not in the file has ``rare_share``. Nothing is estimated while linking, so a score depends on the
pair and the file alone.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

MODEL_FILE = Path(__file__).parent / "models" / "enterprise_v1.json"
COMPARED = (
    "trade_name",
    "trade_name_sound",
    "trade_name_shape",
    "core",
    "core_sound",
    "core_shape",
    "industry",
    "place",
    "form",
    "form_class",
    "road",
    "premises",
    "town_seat",
    "numerals",
)
"""Columns of a record that the model compares."""
DECIMALS = 6
"""Scores are rounded so that a threshold never depends on the order of additions."""


@dataclass(frozen=True)
class Model:
    """The content of a model file."""

    version: str
    settings: dict[str, Any]
    trade_name_shares: dict[str, float]
    rare_share: float


def load_model(path: Path = MODEL_FILE) -> Model:
    """Read a model file."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Model(stored["version"], stored["settings"], stored["trade_name_shares"], stored["rare_share"])


def comparisons() -> list[dict[str, Any]]:
    """The comparisons of a new model, strongest level first."""
    length = "least(length(trade_name_l), length(trade_name_r))"
    trade_name = _comparison(
        "trade_name",
        "trade_name_l = '' or trade_name_r = ''",
        [
            "trade_name_l = trade_name_r",
            "starts_with(core_l, trade_name_r) or starts_with(core_r, trade_name_l)",
            f"trade_name_sound_l = trade_name_sound_r and {length} > 1",
            f"trade_name_shape_l = trade_name_shape_r and {length} > 1",
            "is_near(core_l, core_r)",
        ],
    )
    trade_name["comparison_levels"][1] |= {"tf_adjustment_column": "trade_name", "tf_adjustment_weight": 1.0}
    near = "is_near(industry_l, industry_r) or starts_with(industry_l, industry_r)"
    near += " or starts_with(industry_r, industry_l)"
    towns = "(town_seat_l = town_seat_r or town_seat_l = '' or town_seat_r = '')"
    return [
        trade_name,
        _comparison("industry", "industry_l = '' or industry_r = ''", ["industry_l = industry_r", near]),
        _comparison(
            "place",
            "place_l = '' or place_r = ''",
            ["place_l = place_r", "starts_with(place_l, place_r) or starts_with(place_r, place_l)"],
        ),
        _comparison("form", "form_l = '' or form_r = ''", ["form_l = form_r", "form_class_l = form_class_r"]),
        _comparison(
            "premises",
            "road_l = '' or road_r = ''",
            [f"premises_l = premises_r and premises_l <> '' and {towns}", f"road_l = road_r and {towns}"],
        ),
    ]


def score(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create table ``scored`` (q, m, score) for table ``pair`` of ``query_part`` and ``master_part``."""
    connection.execute("create or replace temp table scored (q bigint, m bigint, score double)")
    if connection.sql("from pair limit 1").fetchone() is None:
        return
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection=connection)
    columns = ", ".join(COMPARED)
    connection.execute(f"create or replace table splink_query as select q as unique_id, {columns} from query_part")
    connection.execute(
        f"create or replace table splink_master as select m as unique_id, {columns} from master_part"
        " where m in (select m from pair)"
    )
    left = api.register("splink_query", dataset_display_name="a_query")
    right = api.register("splink_master", dataset_display_name="b_master")
    linker = Linker([left, right], model.settings)
    logging.getLogger("splink").setLevel(logging.ERROR)
    _register_shares(connection, api, linker, model)
    connection.execute(
        "create or replace table splink_pair as select '0' as match_key, 'a_query-__-' || q as join_key_l,"
        " 'b_master-__-' || m as join_key_r from pair"
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("splink_pair"))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    connection.execute(
        f"insert into scored select unique_id_l, unique_id_r, round(match_weight, {DECIMALS}) from {predicted}"
    )
    for table in (predicted, "splink_query", "splink_master", "splink_pair", "splink_share"):
        connection.execute(f"drop table if exists {table}")


def _register_shares(connection: duckdb.DuckDBPyConnection, api: Any, linker: Any, model: Model) -> None:
    import polars as pl

    known = pl.DataFrame(
        {"trade_name": list(model.trade_name_shares), "share": list(model.trade_name_shares.values())}
    ).to_arrow()
    connection.register("known_share", known)
    connection.execute(
        "create or replace table splink_share as"
        f" select trade_name, coalesce(share, {model.rare_share}) as tf_trade_name"
        " from (select trade_name from splink_query union select trade_name from splink_master)"
        " left join known_share using (trade_name) where trade_name is not null"
    )
    connection.unregister("known_share")
    linker.table_management.register_term_frequency_lookup(api.register("splink_share"), "trade_name")


def _comparison(name: str, null: str, levels: list[str]) -> dict[str, Any]:
    described = [{"sql_condition": level, "label_for_charts": f"{name} {n}"} for n, level in enumerate(levels)]
    first = {"sql_condition": null, "label_for_charts": f"{name} missing", "is_null_level": True}
    last = {"sql_condition": "ELSE", "label_for_charts": f"{name} differs"}
    return {"output_column_name": name, "comparison_levels": [first, *described, last]}
