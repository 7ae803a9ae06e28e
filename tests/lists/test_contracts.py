"""The contracts of the lists keep what docs/architecture.md promises of them."""

from __future__ import annotations

import re

import duckdb
import pytest
import yaml

from ingest.contracts.builtin_rules import BUILTIN
from ingest.contracts.contract import Contract, load_contract, load_contracts
from ingest.places import Places, divisions
from ingest.recognise.headers import fold

CONTRACTS = load_contracts()
LISTS = {
    "land.parcel_register",
    "land.occupancy",
    "land.supply_contract",
    "tax.tax_paid",
    "tax.registration",
    "tax.credit_rating",
    "economy.output",
    "economy.above_scale_roster",
    "registry.enterprise",
    "environment.issue",
    "environment.permit",
    "environment.key_unit",
    "safety.issue",
    "fire.issue",
    "illegal_construction.issue",
    "land.property_unit",
    "land.contract_check",
    "land.release",
    "land.reserve",
    "economy.output_month",
    "economy.evaluation_result",
    "economy.outdated_capacity",
    "environment.emission",
    "safety.accident",
    "enforcement.penalty",
    "enforcement.inspection",
    "utility.power",
    "governance.survey",
    "governance.plan",
    "governance.building",
    "governance.petition",
    "governance.policy_measure",
    "platform.register",
    "platform.status",
    "investment.project",
    "fiscal.revenue",
    "fiscal.land_sale",
    "city.macro",
    "data_centre.batch_decision",
    "data_centre.violation_waiver",
}
REGIONS = ("330683", "330681", "330800")
SUFFIXES = {"money": "_cny", "area": "_sqm", "date": "_date", "month": "_month", "year": "_year"}


@pytest.fixture(params=CONTRACTS.values(), ids=lambda c: c.list)
def contract(request) -> Contract:
    return request.param


def test_the_lists_of_the_design_are_there():
    assert set(CONTRACTS) >= LISTS


@pytest.mark.parametrize("region", REGIONS)
def test_one_header_means_one_column(contract, region):
    names = [fold(name) for column in contract.columns for name in column.names_in(region)]
    names += [fold(name) for name in contract.ignored_headers]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_units_and_kinds_show_in_the_names(contract):
    for column in contract.columns:
        suffix = SUFFIXES.get(column.type)
        assert suffix is None or column.name.endswith(suffix), column.name
        assert column.type != "boolean" or column.name.startswith(("is_", "has_", "discharges_")), column.name


def test_persons_named_outright_make_no_typed_column(contract):
    for column in contract.columns:
        if column.personal == "always":
            assert column.sensitivity == "L4" and not column.outputs


def test_rules_and_keys_are_sql_over_typed_columns(contract):
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in contract.outputs.items())
    named = [text for e in contract.enterprises for text in (e.uscc, e.name)]
    named += [text for p in contract.parcels for text in (p.land_code, p.location, p.place)]
    named += [column.staged for column in contract.columns if column.staged]
    with duckdb.connect() as connection:
        connection.execute(f"create view rows as select {columns}")
        for expression in [rule.holds for rule in contract.rules] + named:
            connection.execute(f"select {expression} from rows").fetchall()


def test_rule_ids_are_unique_and_do_not_shadow_the_builtin_ones(contract):
    ids = [rule.id for rule in contract.rules]
    assert len(ids) == len(set(ids)) and not set(ids) & set(BUILTIN)


def test_every_rule_and_bound_has_its_words(contract):
    for rule in contract.rules:
        assert rule.zh and rule.remedy
    for expectation in contract.expectations:
        assert expectation.reason[:2] == "20", "a bound carries the date it was set"
        assert len(expectation.zh) > 4, "the department is told in Chinese"


def test_every_list_is_judged(contract):
    assert any(expectation.severity == "critical" for expectation in contract.expectations)


def test_persons_and_firms_are_told_apart(contract):
    """A column that names whoever it is may hold a person; one that names persons only is never read."""
    for column in contract.columns:
        if column.name.endswith(("enterprise_name", "holder_name", "owner_name", "transferee_name", "taxpayer_name")):
            assert column.personal == "if_natural_person", column.name
    for named in contract.enterprises:
        names = {word for text in (named.name, named.former) for word in re.findall(r"[a-z_]+", text)}
        assert all(c.personal == "if_natural_person" for c in contract.columns if c.name in names), named


def test_every_list_with_land_or_firms_gets_keys(contract):
    expressions = " ".join(f"{e.uscc} {e.name}" for e in contract.enterprises)
    expressions += " ".join(f" {p.land_code}" for p in contract.parcels)
    for name in contract.outputs:
        if contract.kind != "decision" and name.endswith(("land_code", "_uscc")) and name != "department_uscc":
            assert name in expressions, name


def test_a_mistake_in_a_contract_names_the_file_and_the_place(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text(yaml.safe_dump({"list": "a.b", "zhh": "x"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.yml is not a valid contract.*zhh"):
        load_contract(path)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"enterprises": [{"name": "note"}, {"name": "taxpayer_name"}]}, "a second enterprise needs a role"),
        ({"parcels": [{"land_code": "land_code"}] * 2}, "a second parcel has no place"),
        ({"county": "county"}, "no such column: county"),
    ],
)
def test_what_a_staging_model_cannot_be_made_of_is_refused(changed, why):
    stated = CONTRACTS["tax.tax_paid"].model_dump(exclude_unset=True) | changed
    with pytest.raises(ValueError, match=why):
        Contract.model_validate(stated)


def test_divisions_reach_from_city_to_town():
    assert "柯城区" in Places(divisions(None)).below("330800") and "白云街道" in Places(divisions(None)).below("330800")
    assert "剡湖街道" in Places(divisions(None)).below("330683") and "嵊州市" not in Places(divisions(None)).below(
        "330683"
    )
    assert Places(divisions(None)).below("999999") == ()
