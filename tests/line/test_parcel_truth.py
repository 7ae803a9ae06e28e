"""Parcels of a simulated world against what was drawn: lineage, towns, platforms, polygons."""

from __future__ import annotations

from decimal import Decimal

import polars as pl


def test_lineage_is_stated_or_seen(clean_world):
    """What changed into what and when is in tests of world.occupancy; here: how it is known."""
    lineage = clean_world.rows("select distinct lineage_kind, method from bridge_parcel_lineage where is_confirmed")
    assert set(lineage["lineage_kind"]) == {"recode", "split", "merge", "code_issued"}
    assert set(lineage["method"]) == {"stated", "same_place"}


def test_a_recoded_parcel_is_one_parcel_under_both_codes(clean_world):
    codes = clean_world.rows(
        "select distinct land_code, parcel_id from fct_parcel_register where land_code is not null"
    )
    parcel = dict(codes.iter_rows())
    moved = clean_world.situations("recoded").select("key", "other_key").rows()
    assert moved and all(parcel[old] == parcel[new] for old, new in moved)
    halves = clean_world.situations("split").select("key", "other_key").rows()
    assert halves and all(parcel[old] != parcel[new] for old, new in halves)


def test_shares_of_towns_are_the_truth(clean_world):
    truth = clean_world.situations("parcel_across_towns")
    shares = clean_world.rows(
        "select land_code, region_zh, area_share, is_main, method from bridge_parcel_region"
        " join dim_parcel using (parcel_id) join dim_region on area_code = dim_region.region_code"
    )
    across = truth.join(shares, left_on=["key", "other_key"], right_on=["land_code", "region_zh"], how="left")
    assert across.height >= 2 and set(across["method"]) == {"survey"} and not across["is_main"].any()
    # Surveys write 亩 with four decimals, so the share is told to about 0.0001.
    assert all(
        abs(share * 100 - int(value)) < Decimal("0.01") for share, value in across.select("area_share", "value").rows()
    )
    assert shares.filter(pl.col("method") == "survey").height == 2 * across.height


def test_the_tree_of_platforms_is_the_truth_and_its_totals_count_a_parcel_once(clean_world):
    tree = clean_world.rows(
        "select child.platform_code as child, parent.platform_code as parent from dim_platform child"
        " join dim_platform parent on child.parent_platform_id = parent.platform_id"
    )
    truth = clean_world.situations("park_in_park").select(child="key", parent="other_key")
    assert set(tree.rows()) == set(truth.rows())
    doubled = clean_world.rows(
        "select scope.platform_name, parcel_id, sum(area_share) as share from dim_platform scope"
        " join dim_platform inner_park on contains(inner_park.tree_path, scope.platform_id)"
        " join bridge_parcel_platform bridge on bridge.platform_id = inner_park.platform_id"
        " where bridge.valid_to_date is null group by all having sum(area_share) > 1"
    )
    assert doubled.is_empty()


def test_every_drawn_polygon_is_used_and_fits_the_listed_area(clean_world):
    parcels = clean_world.rows(
        "select geometry_state, is_geometry_valid, geometry_area_sqm, land_area_sqm from dim_parcel where is_registered"
    )
    assert set(parcels["geometry_state"]) == {"valid"} and parcels["is_geometry_valid"].all()
    ratio = parcels.select((pl.col("geometry_area_sqm") / pl.col("land_area_sqm")).cast(pl.Float64)).to_series()
    assert ratio.min() > 0.95 and ratio.max() < 1.05
