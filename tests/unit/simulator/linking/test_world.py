"""Linking worlds keep their promises: labels fit what was written, every noise is there, near-equal firms too."""

from __future__ import annotations

import polars as pl
import pytest

from park_brain import codes as uscc
from simulator.linking import LinkingWorld, draw_linking
from simulator.linking.decidable import REASONS
from simulator.linking.siblings import SIBLINGS
from simulator.linking.words import catalogue

SIZE = {"masters": 6000, "queries": 30_000, "seed": 7}


@pytest.fixture(scope="module")
def world() -> LinkingWorld:
    return draw_linking(**SIZE)


@pytest.fixture(scope="module")
def told(world) -> pl.DataFrame:
    """Each query with its label and the firm it means."""
    query = world.query.join(world.label, left_on="id", right_on="query_id", validate="1:1")
    return query.join(world.master, left_on="master_id", right_on="id", how="left", suffix="_true")


def with_noise(told: pl.DataFrame, *kinds: str) -> pl.DataFrame:
    """Queries with exactly these kinds of noise."""
    return told.filter(pl.col("noise") == "+".join(kinds))


def shared_addresses(world: LinkingWorld) -> int:
    door = pl.col("address").str.replace("^浙江省", "").str.extract(r"^(.*?号)")
    return world.master.filter(door.is_duplicated()).height


def test_equal_numbers_give_equal_worlds_and_another_seed_another(world):
    again, other = draw_linking(**SIZE), draw_linking(**{**SIZE, "seed": 8})
    assert world.query.equals(again.query) and world.label.equals(again.label) and world.master.equals(again.master)
    assert not world.query.equals(other.query)


def test_ids_names_and_codes_of_the_register_are_distinct_and_codes_valid(world):
    for column in ("id", "name", "uscc"):
        assert world.master[column].is_unique().all()
    former = world.master.filter(pl.col("former_name") != "")["former_name"]
    assert len(former) > 500 and former.is_unique().all() and not former.is_in(world.master["name"].implode()).any()
    assert world.master.select(uscc.is_valid(pl.col("uscc")).all()).item()


def test_the_register_holds_every_kind_of_body_and_of_near_equal_firm(world):
    heads = dict(world.master.select("kind", pl.col("uscc").str.head(2)).unique().iter_rows())
    assert heads == {"company": "91", "trader": "92", "cooperative": "93", "committee": "54", "collective": "N2"}
    found = world.master["sibling"].value_counts()
    assert set(found["sibling"]) == {"", *SIBLINGS} and found["count"].min() >= 20
    assert shared_addresses(world) > 300


def test_every_catalogued_noise_is_there_alone_and_with_others(world):
    kinds = world.label.select("query_id", pl.col("noise").str.split("+")).explode("noise")
    catalogued = set(catalogue()["name"]) - {"none"}
    assert set(kinds["noise"]) == {"", *catalogued}
    each = world.label.select(pl.col("noise").str.count_matches(r"\+") + 1)
    assert each.to_series().max() == 3 and (each.to_series() == 3).sum() > 500


def test_every_reason_of_a_decision_occurs_and_decides_as_it_says(world):
    decided = dict(world.label.select("reason", "decidable").unique().iter_rows())
    assert decided == {name: decision for name, (decision, _) in REASONS.items()}
    assert world.label.filter((pl.col("master_id") == "") != (pl.col("reason") == "not_registered")).is_empty()


def test_clean_rows_say_what_the_register_says(told):
    clean = told.filter((pl.col("noise") == "") & (pl.col("master_id") != ""))
    assert len(clean) > 300
    for column in ("name", "uscc", "address", "region_code"):
        assert (clean[column] == clean[f"{column}_true"]).all()


def test_noise_does_what_its_catalogue_says(told):
    lost = with_noise(told, "code_lost")
    assert len(lost) > 100 and (lost["uscc"] == "").all()
    wrong = with_noise(told, "code_wrong_char").filter(pl.col("master_id") != "")
    assert not wrong.select(uscc.is_valid(pl.col("uscc")).any()).item()
    writing = catalogue().filter(pl.col("part") == "writing")["name"].to_list()
    unspoilt = told.filter(~pl.col("noise").str.contains_any(writing), pl.col("master_id") != "")
    old = unspoilt.filter(pl.col("noise").str.contains("old_name_known"))
    assert len(old) > 20 and (old["name"] == old["former_name"]).all()
    unknown = unspoilt.filter(pl.col("noise").str.contains("old_name_unknown"))
    assert len(unknown) > 20 and (unknown["former_name"] == "").all()
    shop = with_noise(told, "workshop")
    assert all(name.startswith(true) for name, true in shop.select("name", "name_true").drop_nulls().iter_rows())


def test_swapped_rows_carry_what_is_by_right_another_firms(world, told):
    swapped = told.filter(pl.col("noise").str.contains("swapped_(code|name)"))
    other = swapped.join(world.master, left_on="other_master_id", right_on="id", suffix="_other")
    by_code = pl.col("noise").str.contains("swapped_code")
    held = other.filter(
        pl.when(by_code)
        .then(pl.col("uscc") == pl.col("uscc_other"))
        .otherwise((pl.col("name") == pl.col("name_other")) & (pl.col("uscc") == pl.col("uscc_true")))
    )
    assert len(held) == len(swapped) > 100 and (swapped["decidable"] == "review").all()


def test_no_noise_makes_a_row_say_the_name_of_another_registered_firm(world, told):
    whole = told.filter(~pl.col("noise").str.contains("swapped_name|several_holders"))
    folded = pl.col("name").str.replace_all(r"[（）()\s]", "").alias("text")
    names = world.master.select("id", folded)
    hit = whole.select("id", "master_id", folded).join(names, on="text", suffix="_named")
    assert len(hit) > 3000 and (hit["master_id"] == hit["id_named"]).all()


def test_what_is_called_unique_is_unique(world, told):
    """Rows to be linked by what is left of the name and the door: no other firm of the county has both."""
    by_door = told.filter(pl.col("reason") == "at_its_door")
    door = pl.col("address").str.replace("^浙江省", "").str.extract(r"^(.*?号)").alias("door")
    core = pl.col("name").str.slice(2, 4)
    there = world.master.select("id", "region_code", door, core.alias("middle"))
    mine = by_door.select(pl.col("master_id").alias("id")).join(there, on="id")
    both = mine.join(there, on=["region_code", "door", "middle"], suffix="_other")
    assert len(by_door) > 100 and (both["id"] == both["id_other"]).all()


def test_most_rows_can_be_decided_and_some_cannot(world):
    shares = dict(world.label["decidable"].value_counts(normalize=True).iter_rows())
    assert shares["auto"] > 0.8 and shares["review"] > 0.04 and shares["none"] > 0.04
