"""Simulator: what is known on a day: open problems and which are 较大, rights to land, survey, permits, petitions."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import polars as pl

from simulator.expressions import first_of
from simulator.lists import common, economy, enforcement, environment, governance, issues, registry, survey, utility
from simulator.options import month_end, month_start
from simulator.truth.bands import places
from simulator.truth.issues import closings
from simulator.truth.plan_numbers import LARGER_BY_SUPERVISION
from simulator.world.occupancy import occupancy_by_tenure
from simulator.world.region import World, every_problem
from simulator.world.taxes import month_rows

MONTHS_OF_PETITIONS = 12


class Facts:
    """What the lists of a world report, drawn once and asked for many days."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._taxed: dict[int, pl.Series] = {}
        self._open: dict[date, pl.DataFrame] = {}

    @cached_property
    def problems(self) -> pl.DataFrame:
        """Every problem of the four domains: issue_id, eid, land_code, dates, is_major, stated ranks."""
        every = every_problem(self.world)
        demolished = issues.is_demolition_decided() & (pl.col("domain") == "illegal_construction")
        issue_id = pl.col("domain") + ":" + pl.lit(self.world.region) + ":" + pl.col("issue_no")
        return every.select(
            issue_id.alias("issue_id"),
            "issue_no",
            "domain",
            "eid",
            "land_code",
            "found_date",
            "is_major",
            "supervision_kind",
            demolished.alias("is_demolished"),
        )

    @cached_property
    def _closings(self) -> pl.DataFrame:
        return closings(self.world)

    @cached_property
    def penalties(self) -> pl.DataFrame:
        """Versions of every decision."""
        return enforcement.penalties(self.world)

    @cached_property
    def metered(self) -> pl.Series:
        """Firms that use power."""
        return utility.meters(self.world)["eid"]

    @cached_property
    def registered(self) -> pl.Series:
        """Codes in good standing in the registry."""
        return registry.enterprise(self.world).filter(pl.col("registration_status") == "存续")["enterprise_uscc"]

    def taxed(self, month: int) -> pl.Series:
        """Firms with a tax row in a month."""
        if month not in self._taxed:
            rows = month_rows(self.world.seed, self.world.region, month, self.world.payers)
            self._taxed[month] = rows["eid"].unique()
        return self._taxed[month]

    def open_problems(self, day: date) -> pl.DataFrame:
        """Those found by a day and not closed on it, with ``is_larger``: 较大 or worse (docs/readings.md, 四无)."""
        if day not in self._open:
            self._open[day] = self._open_on(day)
        return self._open[day]

    def _open_on(self, day: date) -> pl.DataFrame:
        shut = self._closings.filter(
            pl.col("closed_date") <= day, pl.col("reopened_date").is_null() | (pl.col("reopened_date") > day)
        )
        found = self.problems.filter(pl.col("found_date") <= day).join(shut, on="issue_no", how="anti")
        stopped = self.live_stops(day).with_columns(is_stopped=pl.lit(value=True))
        reported = found.join(stopped, on=["eid", "domain"], how="left", maintain_order="left")
        larger = (
            pl.col("is_major")
            | (pl.col("supervision_kind") == LARGER_BY_SUPERVISION)
            | pl.col("is_demolished")
            | pl.col("is_stopped").fill_null(value=False)
        )
        return reported.with_columns(larger.fill_null(value=False).alias("is_larger"))

    def live_stops(self, day: date) -> pl.DataFrame:
        """eid and domain of firms under an order to stop: newest version, not revoked, not lifted."""
        newest = self.penalties.sort("version_no").unique("decision_no", keep="last", maintain_order=True)
        domain = pl.col("enforcement_domain").replace_strict({zh: code for code, zh in common.DOMAIN_ZH.items()})
        since = pl.col("stop_from_date").fill_null(pl.col("decided_date")) <= day
        lifted = (pl.col("stop_to_date") <= day).fill_null(value=False)
        live = (pl.col("is_revoked") == "否") & (pl.col("stop_kind") != "无") & since & ~lifted
        return newest.filter(live).select("eid", domain.alias("domain")).unique().sort("eid", "domain")

    def uses(self, month: int) -> pl.DataFrame:
        """Who uses which parcel at a month end: eid, pid, code and place then, land, own right or lease there."""
        used = occupancy_by_tenure(self.world, month).filter(pl.col("eid").is_not_null())
        right = (pl.col("own_e4") > 0) | (pl.col("leased_in_e4") > 0)
        return used.join(places(self.world, month), on=["pid", "part"], how="left", maintain_order="left").select(
            "eid", "pid", "land_code", "location", "land_e4", right.alias("has_right")
        )

    def is_at_end(self, day: date) -> bool:
        """Whether the snapshots have come: survey and buildings show the end of the window."""
        return day >= month_end(self.world.window.last)

    @cached_property
    def _survey(self) -> pl.DataFrame:
        frame = survey.survey_of_places(self.world)
        said = [name for name in frame.columns if name.startswith(("has_", "is_"))]
        return frame.with_columns(
            first_of((pl.col(name) == "是", True), (pl.col(name) == "否", False)).alias(name) for name in said
        )

    def survey(self, day: date) -> pl.DataFrame:
        """The survey where it has been sent by a day, answers as true, false or null."""
        return self._survey if self.is_at_end(day) else self._survey.head(0)

    @cached_property
    def _permits(self) -> pl.DataFrame:
        return environment.permit(self.world).select(
            pl.col("holder_uscc").alias("uscc"),
            "permit_kind",
            pl.col("valid").str.slice(0, 10).str.to_date().alias("since"),
            pl.col("valid").str.slice(11, 10).str.to_date().alias("until"),
        )

    def permits(self, day: date) -> pl.DataFrame:
        """uscc and kind of the permits in force on a day, by the days they bear themselves."""
        return self._permits.filter(pl.col("since") <= day, pl.col("until") >= day)

    def outdated(self, day: date) -> pl.DataFrame:
        """eid and item_nos (joined, in order) of outdated capacity listed and not closed on a day."""
        items = economy.outdated(self.world).filter(
            pl.col("listed_date") <= day, pl.col("closed_date").is_null() | (pl.col("closed_date") > day)
        )
        return items.group_by("eid").agg(pl.col("item_no").sort().str.join("、").alias("outdated_item_nos"))

    def petitions(self, month: int) -> pl.DataFrame:
        """land_code and count of petitions in the twelve months up to a month end."""
        first = max(month - MONTHS_OF_PETITIONS + 1, self.world.window.first)
        reported = governance.petition(self.world, first, month).filter(
            pl.col("registered_date") >= month_start(month - MONTHS_OF_PETITIONS + 1), pl.col("land_code").is_not_null()
        )
        return reported.group_by("land_code").agg(pl.len().alias("petitions"))

    def buildings(self, day: date) -> pl.DataFrame:
        """land_code and grades (list) of the buildings of parcels, where the list has been sent by a day.

        Buildings are identified by the code of their parcel alone: those on land without a code are nowhere.
        """
        reported = governance.building(self.world).select("land_code", "quality_grade")
        known = reported if self.is_at_end(day) else reported.head(0)
        return known.drop_nulls("land_code").group_by("land_code").agg(pl.col("quality_grade").alias("grades"))
