"""Tax and economy over several regions, unfinished years and figures sent twice: one more region of stories."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import Query, build_story, code
from warehouse.build import dbt_run

SHENGZHOU, ZHUJI, QUZHOU = "330683", "330681", "330800"
FIRM = {name: code(number) for number, name in enumerate(("跨区", "分支", "远方", "双份", "半知", "漏期"), start=11)}


def named(kind: str, name: str, **more: object) -> dict[str, object]:
    """The two columns that name an enterprise, and more."""
    return {f"{kind}_uscc": FIRM[name], f"{kind}_name": name, **more}


def parcel(region: str, number: int, name: str, **more: object) -> dict[str, object]:
    """10000 ㎡ held by a firm."""
    land = dict(land_code=f"{region}001001GB{number:05d}", location=f"路{number}号", land_area_sqm=10000)
    return named("holder", name) | land | dict(land_status="在用", ownership="国有") | more


def paid(name: str, amount: str, month: int = 1, **more: object) -> dict[str, object]:
    """One payment on the 10th."""
    return named("taxpayer", name) | dict(tax_type="增值税", amount_cny=amount, paid_date=date(2023, month, 10)) | more


def tell_land(selected: Selected) -> None:
    """跨区 has a parcel in two regions, 远方 only in 柯城区; 半知 rents an unknown share of 分支's second parcel."""
    day = "2023-12-31"
    home = [parcel(SHENGZHOU, number, name) for number, name in enumerate(("跨区", "分支", "双份", "半知"), start=1)]
    selected.deliver("land.parcel_register", day, home, region=SHENGZHOU)
    selected.deliver("land.parcel_register", day, [parcel(ZHUJI, 1, "跨区", land_area_sqm=4000)], region=ZHUJI)
    far = parcel("330802", 1, "远方", county_name="柯城区")
    selected.deliver("land.parcel_register", day, [far], region=QUZHOU)
    place = {key: home[1][key] for key in ("land_code", "location")}
    lease = named("occupant", "分支", tenure="出租", **place) | named("counterparty", "半知")
    selected.deliver("land.occupancy", day, [lease])


def tell_tax(selected: Selected) -> None:
    """Twelve months in two regions; 分支 is consolidated elsewhere only in 诸暨; one payment in a wrong year."""
    day = "2023-12-31"
    for region, names in ((SHENGZHOU, FIRM), (ZHUJI, ("跨区", "分支"))):
        rows = [named("taxpayer", name, registration_status="正常") for name in names]
        if region == ZHUJI:
            rows[1]["is_consolidated_elsewhere"] = True
        selected.deliver("tax.registration", day, rows, region=region)
    for region, name, county in ((SHENGZHOU, "跨区", None), (QUZHOU, "远方", "柯城区")):
        known = named("enterprise", name, registration_status="存续", county_name=county)
        selected.deliver("registry.enterprise", day, [known], region=region)
    for month in range(1, 13):
        at = dict(received_at=datetime(2023, month, 28))
        rows = [paid(name, "100.00", month) for name in ("跨区", "分支", "远方", "半知")]
        if month == 3:
            rows.append(paid("漏期", "9.00", paid_date=date(2013, 3, 10)))
            rows += [paid("双份", "5.00", 3), paid("双份", "5.00", 3, taxpayer_name="双份（新名）")]
        if month == 12:
            rows.append(paid("漏期", "8.00", paid_date=date(2024, 6, 1)))
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows, region=SHENGZHOU, **at)
        if month != 6:  # 诸暨 still owes June
            selected.deliver("tax.tax_paid", f"2023-{month:02d}", [paid("跨区", "50.00", month)], region=ZHUJI, **at)


def tell_economy(selected: Selected) -> None:
    """跨区 reports in two regions, the same figures; 双份 twice in one list under two names."""
    figures = dict(value_added_cny=1000, revenue_cny=3000, staff_avg_count=10)
    selected.deliver("economy.above_scale_roster", "2023", [named("enterprise", name) for name in FIRM])
    selected.deliver("economy.above_scale_roster", "2023", [named("enterprise", "跨区")], region=ZHUJI)
    rows = [named("enterprise", "跨区", **figures), named("enterprise", "双份", **figures)]
    rows.append(rows[1] | dict(enterprise_name="双份（新名）", value_added_cny=1200))
    selected.deliver("economy.output", "2023", rows, region=SHENGZHOU)
    selected.deliver("economy.output", "2023", [named("enterprise", "跨区", **figures)], region=ZHUJI)
    # Only a roster for the year before: nothing else of it is there.
    selected.deliver("economy.above_scale_roster", "2022", [named("enterprise", "跨区")])


def told(home: Installation, contracts: Mapping) -> Selected:
    """All stories, not yet written."""
    selected = Selected(home, contracts)
    for tell in (tell_land, tell_tax, tell_economy):
        tell(selected)
    return selected


def asker(home: Installation) -> Query:
    """Rows of a query on a build."""

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, contracts) -> Installation:
    home = Installation(tmp_path_factory.mktemp("economy"))
    build_story(home, told(home, contracts), __file__)
    return home


@pytest.fixture(scope="module")
def tell_me(built: Installation) -> Query:
    return asker(built)


RATIO = """
    select numerator, denominator, covered_count, total_count, is_complete from mart.ind_value
    where indicator_code = ? and scope_code = ? and period = ?
"""


def test_a_firm_of_two_regions_counts_in_each_with_what_is_there(tell_me):
    tax = "above_scale_tax_per_mu"
    assert tell_me(RATIO, tax, ZHUJI, "2023") == [(550, 4000, 1, 1, False)]
    # 跨区, 分支 and 双份; 远方 has no land here, 半知 an unknown share, 漏期 none.
    assert tell_me(RATIO, tax, SHENGZHOU, "2023") == [(2410, 30000, 3, 6, True)]
    assert tell_me(RATIO, "labour_productivity", ZHUJI, "2023") == [(1000, 10, 1, 1, True)]


def test_not_local_in_one_region_says_nothing_of_another(tell_me):
    states = tell_me(
        "select s.region_code, s.tax_state, s.tax_contribution_cny from build.build.shared_tax_year s"
        " join mart.dim_enterprise using (enterprise_id) where uscc = ? and year_number = 2023 order by 1",
        FIRM["分支"],
    )
    assert states == [(ZHUJI, "not_local", None), (SHENGZHOU, "paid", Decimal("1200.00"))]


def test_a_month_is_zero_only_where_every_taxing_region_delivered_it(tell_me):
    rows = tell_me(
        "select e.uscc, strftime(month_start, '%m'), tax_cny from mart.fct_parcel_enterprise"
        " join mart.dim_enterprise e using (enterprise_id) join mart.dim_parcel p using (parcel_id)"
        " where e.uscc in (?, ?) and p.region_code = ? and strftime(month_start, '%Y-%m') in ('2023-05', '2023-06')"
        " order by 1, 2",
        FIRM["跨区"],
        FIRM["双份"],
        ZHUJI,
    )
    assert rows == [(FIRM["跨区"], "05", Decimal("50.00")), (FIRM["跨区"], "06", None)]


def test_tax_of_one_region_stays_off_the_land_of_another(tell_me):
    rows = tell_me(
        "select parcel_id, county_code, sum(f.tax_cny) from mart.fct_parcel_enterprise f"
        " join mart.dim_enterprise using (enterprise_id) where uscc = ? and f.tax_cny <> 0 group by all",
        FIRM["远方"],
    )
    assert rows == [("NO_PARCEL", "330802", Decimal("1200.00"))]
    counties = tell_me("select distinct county_code from mart.fct_tax_payment where taxpayer_uscc = ?", FIRM["远方"])
    assert counties == [(None,)]


def test_figures_sent_twice_count_once_and_are_named(tell_me):
    rows = tell_me(
        "select sum(value_added_cny), sum(staff_avg_count) from mart.fct_parcel_enterprise_year"
        " join mart.dim_enterprise using (enterprise_id) where uscc = ?",
        FIRM["双份"],
    )
    assert rows == [(Decimal("1200.00"), Decimal("10.0000"))]
    found = tell_me(
        "select enterprise_uscc, region_code, line from mart.dq_list_check"
        " where check_id = 'output_listed_twice' order by 1, 2"
    )
    assert found == [(FIRM["跨区"], ZHUJI, 3), (FIRM["跨区"], SHENGZHOU, 3), (FIRM["双份"], SHENGZHOU, 4)]


def test_figures_lie_on_the_land_of_the_region_that_reported_them(tell_me):
    rows = tell_me(
        "select p.region_code, value_added_cny from mart.fct_parcel_enterprise_year"
        " join mart.dim_enterprise e using (enterprise_id) join mart.dim_parcel p using (parcel_id)"
        " where e.uscc = ? and year_number = 2023 order by 1",
        FIRM["跨区"],
    )
    assert rows == [(ZHUJI, Decimal("1000.00")), (SHENGZHOU, Decimal("1000.00"))]


@pytest.mark.parametrize(
    ("check", "amounts"),
    [("tax_without_rule", ["9.00"]), ("tax_outside_months", ["8.00", "9.00"]), ("tax_listed_twice", ["5.00"])],
)
def test_tax_that_drops_out_or_comes_twice_is_named(tell_me, check, amounts):
    rows = tell_me(
        "select p.amount_cny from mart.dq_list_check c join mart.fct_tax_payment p using (batch_id, sheet, line)"
        " where check_id = ? and severity = 'warn' order by 1",
        check,
    )
    assert [str(amount) for (amount,) in rows] == amounts


@pytest.mark.parametrize(
    "indicator", ["above_scale_tax_per_mu", "above_scale_value_added_per_mu", "labour_productivity"]
)
def test_a_year_without_its_lists_is_not_complete(tell_me, indicator):
    complete = tell_me(RATIO, indicator, SHENGZHOU, "2023")[0][-1]
    missing = tell_me(RATIO, indicator, SHENGZHOU, "2022")[0][-1]
    assert (complete, missing) == (True, False)


def test_completeness_follows_the_lists_behind_the_indicator(tell_me):
    rows = tell_me(
        "select indicator_code, is_complete from mart.ind_value"
        " where scope_code = ? and period = '2023' and period_kind = 'year' and is_headline order by 1",
        ZHUJI,
    )
    # 诸暨 sent roster and figures, but no land.occupancy and no tax of June.
    assert rows == [
        ("above_scale_tax_per_mu", False),
        ("above_scale_value_added_per_mu", False),
        ("labour_productivity", True),
    ]


def test_a_year_that_is_not_over_is_not_complete_and_its_parts_agree(home: Installation, contracts):
    build_story(home, told(home, contracts), __file__, as_of=datetime(2023, 7, 15))
    rows = asker(home)
    flags = rows("select distinct is_complete from mart.ind_value where period_kind = 'year' and is_headline")
    assert flags == [(False,)]
    # July's rows are there already, but the month is not over: neither side of the ratio has it.
    ratio = (
        "select numerator, denominator from mart.ind_value where indicator_code like '%tax_per_mu' and scope_code = ?"
    )
    assert rows(ratio + " and period = '2023'", ZHUJI) == [(250, 2000)]
    years = rows(
        "select (select sum(tax_contribution_cny) from build.build.shared_tax_year),"
        " (select sum(tax_cny) from mart.fct_parcel_enterprise_year)"
    )
    assert years[0][0] == years[0][1]


def test_a_new_version_of_a_rule_changes_only_its_own_dates(home: Installation, contracts, tmp_path: Path, monkeypatch):
    project = tmp_path / "dbt"
    shutil.copytree(dbt_run.PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    monkeypatch.setattr(dbt_run, "PROJECT", project)
    with (project / "seeds" / "tax_type.csv").open("a", encoding="utf-8") as seed:
        seed.write("330683,增值税,false,false,false,测试,2023-07-01,,测试,测试,tax-contribution-2\n")
    _new_version(project / "seeds" / "indicator.csv", "labour_productivity,", ("1900-01-01,,", "2023-01-01,,"))
    plan = "economy.output,330683,whole,year,2020-01-01,20,"
    _new_version(project / "seeds" / "delivery_plan.csv", plan, ("2020-01-01,,", "2023-07-01,,"), (",20,", ",30,"))
    build_story(home, told(home, contracts), __file__)
    rows = asker(home)
    assert rows(
        "select is_contribution, count(*) from mart.fct_tax_payment where taxpayer_uscc = ? group by all order by 1",
        FIRM["分支"],
    ) == [(False, 6), (True, 6)]
    assert rows(
        "select period, rule_version from mart.ind_value"
        " where indicator_code = 'labour_productivity' and scope_code = ? order by 1",
        SHENGZHOU,
    ) == [("2022", "labour-1"), ("2023", "labour-1-new")]
    assert rows(
        "select period, due_date from mart.dq_completeness"
        " where list_code = 'economy.output' and region_code = ? order by 1",
        SHENGZHOU,
    ) == [("2022", date(2023, 1, 20)), ("2023", date(2024, 1, 30))]


def _new_version(seed: Path, start: str, *changes: tuple[str, str]) -> None:
    """End the row that starts so, the day before its new version begins."""
    (old_dates, new_dates), *others = changes
    ended = {"2023-01-01,,": "2022-12-31,", "2023-07-01,,": "2023-06-30,"}[new_dates]
    lines = seed.read_text(encoding="utf-8").splitlines()
    (number,) = [n for n, line in enumerate(lines) if line.startswith(start)]
    line = lines[number]
    head, tail = line.rsplit(old_dates, 1)
    lines[number] = f"{head}{old_dates[:-1]}{ended}{tail}"
    new = f"{head}{new_dates}{tail}".replace("labour-1", "labour-1-new")
    for before, after in others:
        new = new.replace(before, after)
    seed.write_text("\n".join([*lines, new]) + "\n", encoding="utf-8")
