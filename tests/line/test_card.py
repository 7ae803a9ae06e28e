"""`park card`: one page per enterprise or parcel, found by code or by any name a list gave it, equal to the mart."""

from __future__ import annotations

import re

import polars as pl
import pytest
from typer.testing import CliRunner

from park_brain.cli import app
from park_brain.release_reader import connect
from reports.card.find import find
from reports.card.page import render
from reports.card.sections import Card, card_of, section_files


@pytest.fixture(scope="module")
def landlord(clean_world) -> dict[str, object]:
    """An enterprise that owns, lets, pays tax, and has a problem."""
    rows = clean_world.rows(
        "select enterprise_id, e.uscc, e.enterprise_name, min(b.parcel_id) as parcel_id from dim_enterprise e"
        " join bridge_parcel_enterprise b using (enterprise_id) where b.tenure = 'leased_out'"
        " and enterprise_id in (select enterprise_id from fct_issue)"
        " and enterprise_id in (select enterprise_id from fct_parcel_enterprise_year where tax_cny > 0)"
        " group by all order by enterprise_id limit 1"
    )
    assert rows.height == 1
    return rows.to_dicts()[0]


def card(world, text: str) -> Card:
    with connect(world.home) as reader:
        (subject,) = find(reader, text)
        return card_of(world.home, reader, subject)


def section(page: Card, title: str) -> list[dict[str, str]]:
    (found,) = [s for s in page.sections if s.title == title]
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_found_by_code_key_name_and_spelling(clean_world, landlord):
    name = str(landlord["enterprise_name"])
    wide = name.replace("有限", " 有限")
    asked = (str(landlord["uscc"]).lower(), str(landlord["enterprise_id"]), name, wide)
    with connect(clean_world.home) as reader:
        for text in asked:
            assert [s.id for s in find(reader, text)] == [landlord["enterprise_id"]], text
        assert len(find(reader, "机械")) > 1
        assert find(reader, "查无此企业") == [] and find(reader, " ") == []


def test_figures_of_an_enterprise_are_those_of_the_mart(clean_world, landlord):
    page = card(clean_world, str(landlord["uscc"]))
    facts = section(page, "基本信息")[0]
    assert facts["统一社会信用代码"] == landlord["uscc"]
    fact = clean_world.rows(
        "select year_number, sum(land_sqm_months) as land, sum(tax_cny) as tax from fct_parcel_enterprise_year"
        f" where enterprise_id = '{landlord['enterprise_id']}' group by all"
    ).to_dicts()
    shown = {row["年度"]: row for row in section(page, "年度效益")}
    assert len(shown) == len(fact) > 0
    for row in fact:
        mu, wan = float(row["land"]) / 12 * 3 / 2000, float(row["tax"]) / 10_000
        year = shown[str(row["year_number"])]
        assert year["税收实际贡献（万元）"] == f"{wan:,.2f}"
        assert float(year["亩均税收（万元/亩）"].replace(",", "")) == pytest.approx(wan / mu, abs=0.006)
    assert {row["方式"] for row in section(page, "用地")} >= {"自有", "出租"}
    problems = clean_world.rows(f"select issue_no from fct_issue where enterprise_id = '{landlord['enterprise_id']}'")
    assert {row["编号"] for row in section(page, "问题隐患")} == set(problems["issue_no"])


def test_every_row_names_file_and_line_that_exist(clean_world, landlord):
    page = card(clean_world, str(landlord["uscc"]))
    sources = [row["来源"] for s in page.sections for row in section(page, s.title) if row.get("来源")]
    assert sources
    for source in sources:
        path, _, line = re.fullmatch(r"(.+?)(［.*］)? 第(\d+)行", source).groups()
        assert (clean_world.home.inbox / path).exists() and int(line) > 0


def test_a_parcel_shows_all_its_occupants(clean_world, landlord):
    page = card(clean_world, str(landlord["parcel_id"]))
    expected = clean_world.rows(
        "select distinct enterprise_name from bridge_parcel_enterprise join dim_enterprise using (enterprise_id)"
        f" where parcel_id = '{landlord['parcel_id']}'"
    )
    assert {row["企业"] for row in section(page, "用地企业")} == set(expected["enterprise_name"])
    assert section(page, "基本信息")[0]["地块主键"] == landlord["parcel_id"]


def test_the_page_is_whole_and_asks_nothing_outside(clean_world, landlord, tmp_path):
    out = tmp_path / "card.html"
    done = CliRunner().invoke(app, ["card", str(landlord["uscc"]), "--out", str(out), "--home", _home(clean_world)])
    assert done.exit_code == 0, done.output
    html = out.read_text(encoding="utf-8")
    assert html == render(card(clean_world, str(landlord["uscc"])))
    assert all(s.title in html for s in card(clean_world, str(landlord["uscc"])).sections)
    assert not re.search(r"https?://|//cdn|@import", html)


def test_the_terminal_shows_the_page_or_what_it_might_be(clean_world, landlord):
    runner = CliRunner()
    shown = runner.invoke(app, ["card", str(landlord["uscc"]), "--home", _home(clean_world)])
    assert shown.exit_code == 0 and str(landlord["enterprise_name"]) in shown.output and "用地" in shown.output
    many = runner.invoke(app, ["card", "机械", "--home", _home(clean_world)])
    assert many.exit_code == 1 and "可能指" in many.output
    none = runner.invoke(app, ["card", "查无此企业", "--home", _home(clean_world)])
    assert none.exit_code == 1 and "没有找到" in none.output


def test_without_a_release_it_says_what_to_do(tmp_path):
    done = CliRunner().invoke(app, ["card", "机械", "--home", str(tmp_path)])
    assert done.exit_code == 2 and "park refresh" in done.output


@pytest.mark.parametrize("kind", ["enterprise", "parcel"])
def test_every_section_has_a_title_of_its_own(kind):
    titles = [path.read_text(encoding="utf-8").split(":")[0] for path in section_files(kind)]
    assert len(titles) == len(set(titles)) >= 8 and all(title.startswith("-- ") for title in titles)


def test_all_subjects_of_a_kind_can_be_shown(clean_world):
    ids = clean_world.rows(
        "(select enterprise_id as id from dim_enterprise where enterprise_id <> 'NO_ENTERPRISE' order by 1 limit 15)"
        " union all (select parcel_id from dim_parcel where parcel_id <> 'NO_PARCEL' order by 1 limit 15)"
    )
    assert ids.height == 30 and isinstance(ids, pl.DataFrame)
    for key in ids["id"]:
        assert render(card(clean_world, key))


def _home(world) -> str:
    return str(world.home.root)
