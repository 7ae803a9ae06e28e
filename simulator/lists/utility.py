"""Simulator: utility.power by meter: own meters, those of landlords whose tenants use them, those that two share."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.lists.common import TOWN, rounded
from simulator.options import month_end
from simulator.world.region import World, stream

HOURS, DEMAND = 744, 4


def meters(world: World) -> pl.DataFrame:
    """One row per meter and firm: of the roster, of every twentieth other firm, and of plants let by the floor.

    A tenant's meter is in its landlord's name; each eighth tenant, and those of a plant let by the floor, hang on the
    landlord's own meter.
    """
    plants = world.land.parcels.filter(pl.col("stage") == "let_by_floor")["pid"]
    by_floor = pl.col("pid").is_in(plants.implode())
    leases = world.land.leases.with_columns(by_floor.alias("by_floor")).sort(~by_floor, maintain_order=True)
    rented = leases.unique("lessee", keep="first", maintain_order=True).select("lessee", "lessor", "by_floor")
    in_plant = pl.concat([leases.filter("by_floor")[side] for side in ("lessor", "lessee")])
    more = (pl.col("eid") % 20 == 0) | pl.col("eid").is_in(in_plant.implode())
    firms = world.enterprises.filter(pl.col("on_roster") | more)
    frame = firms.join(rented, left_on="eid", right_on="lessee", how="left", maintain_order="left")
    shares = pl.col("lessor").is_in(firms["eid"].implode()) & ((pl.col("eid") % 8 == 0) | pl.col("by_floor"))
    holder = pl.col("lessor").fill_null(pl.col("eid"))
    number = pl.when(shares).then(pl.col("lessor")).otherwise(pl.col("eid"))
    base = (pl.col("scale") * 4_000).cast(pl.Int64) + 200
    frame = frame.select(
        "eid",
        "uscc",
        "name",
        *TOWN,
        "address",
        base.alias("base_kwh"),
        holder.alias("holder_eid"),
        ("33" + number.cast(pl.String).str.zfill(8)).alias("meter_no"),
    )
    names = world.enterprises["name"].gather(frame["holder_eid"]).alias("meter_holder_name")
    return frame.with_columns(names)


def power(world: World, users: pl.DataFrame, month: int) -> pl.DataFrame:
    """utility.power of a month; peak, flat and valley add up, one in two hundred is a correction below zero."""
    n = len(users)
    rng = stream(world, 30, month)
    used = rounded(users["base_kwh"].to_numpy() * rng.lognormal(0, 0.25, n))
    back = rng.random(n) < 0.005
    peak, flat = used * 4 // 10, used * 3 // 10
    hours = {"peak_power_kwh": peak, "flat_power_kwh": flat, "valley_power_kwh": used - peak - flat}
    known = pl.Series(~back)
    return users.select(
        "meter_no",
        "meter_holder_name",
        pl.col("name").alias("enterprise_name"),
        pl.col("uscc").alias("enterprise_uscc"),
        world.payers.parcel_codes(month).gather(users["eid"]).alias("land_code"),
        "address",
        *TOWN,
        first_of((pl.col("base_kwh") > 20_000, "大工业"), otherwise="一般工商业").alias("power_kind"),
        (pl.col("base_kwh") * DEMAND * 100 // HOURS).alias("contract_capacity_kva"),
        pl.Series("power_kwh", np.where(back, -(used // 10), used)),
        *(pl.when(known).then(pl.Series(values)).alias(name) for name, values in hours.items()),
        pl.lit(month_end(month)).alias("read_date"),
        pl.lit("正常").alias("meter_status"),
        pl.when(~known).then(pl.lit("退补电量")).alias("note"),
    )
