"""Benchmarks: plain Splink on two tables, as its guide recommends: no cascade before it, no name parts.

Codes by edit distance, names and addresses by Jaro-Winkler with term frequencies of names; blocked on equal codes,
names and addresses and on the middle of the name within a county. The best register row above the threshold is linked.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.linking_files import MASTER, QUERY

if TYPE_CHECKING:
    from splink import Linker, SettingsCreator

THRESHOLD = 0.99
COLUMNS = "id as unique_id, name, uscc, address, region_code"
MAX_PAIRS = 1e6
SEED = 1


def main() -> None:
    """``python -m benchmarks.linking_splink FOLDER OUT``."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    from park_brain import database

    logging.getLogger("splink").setLevel(logging.ERROR)
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    with database.connect(folder / "tmp") as connection:
        api = DuckDBAPI(connection)
        tables = []
        for name, file in (("query", QUERY), ("master", MASTER)):
            path = str(folder / file)
            connection.execute(
                f"create table {name}_rows as select {COLUMNS} from read_csv('{path}', all_varchar=true)"
            )
            tables.append(api.register(f"{name}_rows", dataset_display_name=name))
        linker = Linker(tables, _settings())
        _train(linker)
        pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
        connection.execute(f"copy ({_best(pairs.physical_name)}) to '{out}' (header, delimiter ',')")


def _settings() -> SettingsCreator:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.LevenshteinAtThresholds("uscc", [1, 2]),
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
            cl.ExactMatch("region_code"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("uscc"),
            block_on("name"),
            block_on("region_code", "address"),
            block_on("region_code", "substr(name, 3, 3)"),
        ],
    )


def _train(linker: Linker) -> None:
    from splink import block_on

    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("uscc"), block_on("name")], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS, seed=SEED)
    for rule in (block_on("uscc"), block_on("name")):
        training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MAX_PAIRS)


def _best(pairs: str) -> str:
    """One register row per query; ties by id."""
    query, master = "unique_id_r", "unique_id_l"
    sided = (
        f"select if(source_dataset_l = 'query', unique_id_l, {query}) as query_id,"
        f" if(source_dataset_l = 'query', unique_id_r, {master}) as master_id, match_probability as score from {pairs}"
    )
    return (
        f"select query_id, master_id, 'splink' as method, score from ({sided})"
        " qualify row_number() over (partition by query_id order by score desc, master_id) = 1 order by query_id"
    )


if __name__ == "__main__":
    main()
