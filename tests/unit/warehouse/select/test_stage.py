from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from ingest.contracts.contract import load_contracts
from ingest.lake.ledger import Arrival, Outcome, Refusal, load_batches, write_record
from ingest.parser_version import department_derivation
from park_brain.installation import Installation
from tests.support.batch_factory import RECEIVED, make_batch, make_verdict, read, write_typed
from warehouse.select.stage import LINEAGE, select

CONTRACTS = load_contracts()
TAX = CONTRACTS["tax.tax_paid"]
AS_OF = RECEIVED + timedelta(days=30)
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return home


def row(uscc, amount, tax_type="增值税", **values):
    return {"taxpayer_uscc": uscc, "taxpayer_name": f"企业{uscc}", "tax_type": tax_type, "amount_cny": amount, **values}


def run(home, batches, *, as_of=AS_OF, contracts=CONTRACTS, critical=()):
    verdicts = {b.batch_id: make_verdict(b, "critical" if b in critical else "pass") for b in batches}
    return select(home, contracts, batches, verdicts, as_of=as_of)


def amounts(home, list_code="tax.tax_paid"):
    rows = read(home.selected / list_code / "*.parquet", "select taxpayer_uscc, amount_cny from t order by all")
    return [(uscc, str(amount)) for uscc, amount in rows]


def test_winning_rows_carry_the_contract_s_types_and_their_lineage(home):
    batch = write_typed(home, TAX, make_batch(), [row("A", "12.30", paid_date=date(2023, 6, 5))])
    selection = run(home, [batch])
    file = home.selected / "tax.tax_paid" / "330683.parquet"
    described = {name: kind for name, kind, *_ in duckdb.sql(f"describe from '{file}'").fetchall()}
    assert described == {**TAX.outputs, **LINEAGE}
    assert list(described) == [*TAX.outputs, *LINEAGE]
    assert read(
        file, "select amount_cny, paid_date, _batch_id, _sheet, _line, _part, _period, _received_at from t"
    ) == [(Decimal("12.30"), date(2023, 6, 5), batch.batch_id, "Sheet1", 2, "whole", "2023-06", RECEIVED)]
    assert selection.rows["tax.tax_paid"] == 1
    assert selection.rows["fire.issue"] == 0


def test_every_list_has_a_file_with_its_schema_even_without_rows(home):
    run(home, [])
    for code, contract in CONTRACTS.items():
        glob = home.selected / code / "*.parquet"
        columns = [name for name, *_ in duckdb.sql(f"describe from '{glob}'").fetchall()]
        assert columns == [*contract.outputs, *LINEAGE]
        assert read(glob, "select count(*) from t") == [(0,)]
    for system in ("_batches", "_later_batches", "_violations", "_files", "_checks"):
        assert read(home.selected / system / "all.parquet", "select count(*) from t") == [(0,)]


def test_a_supplement_replaces_by_natural_key_and_adds_the_rest(home):
    full = write_typed(home, TAX, make_batch(name="full"), [row("A", 1), row("B", 2), row("B", 3, "印花税")])
    more = make_batch(name="more", delivery="supplement", received_at=RECEIVED + DAY)
    more = write_typed(home, TAX, more, [row("B", 20), row("C", 30)])
    run(home, [more, full])
    assert amounts(home) == [("A", "1.00"), ("B", "3.00"), ("B", "20.00"), ("C", "30.00")]


def test_null_parts_of_a_key_match_each_other(home):
    full = write_typed(home, TAX, make_batch(name="full"), [row(None, 1, taxpayer_name="甲厂")])
    more = make_batch(name="more", delivery="supplement", received_at=RECEIVED + DAY)
    more = write_typed(home, TAX, more, [row(None, 5, taxpayer_name="甲厂")])
    run(home, [full, more])
    assert amounts(home) == [(None, "5.00")]


def test_rows_without_any_key_never_replace_one_another(home):
    contract = CONTRACTS["land.parcel_register"]
    full = make_batch("land.parcel_register", name="full")
    full = write_typed(home, contract, full, [{"land_area_sqm": 1}, {"land_area_sqm": 2}])
    more = make_batch("land.parcel_register", name="more", delivery="supplement", received_at=RECEIVED + DAY)
    more = write_typed(home, contract, more, [{"land_area_sqm": 2}, {"land_area_sqm": 3}])
    run(home, [full, more])
    areas = read(home.selected / contract.list / "330683.parquet", "select land_area_sqm::int from t order by 1")
    assert areas == [(1,), (2,), (3,)]


def test_lists_without_unique_key_replace_only_identical_rows(home):
    contract = CONTRACTS["environment.key_unit"]
    assert not contract.unique_key
    full = write_typed(home, contract, make_batch(contract.list, name="f"), [{"unit_name": "甲"}, {"unit_name": "乙"}])
    more = make_batch(contract.list, name="m", delivery="supplement", received_at=RECEIVED + DAY)
    second = next(n for n, kind in contract.outputs.items() if kind == "VARCHAR" and n not in contract.natural_key)
    more = write_typed(home, contract, more, [{"unit_name": "甲"}, {"unit_name": "乙", second: "新"}])
    run(home, [full, more])
    names = read(home.selected / contract.list / "330683.parquet", "select unit_name from t order by 1")
    assert names == [("乙",), ("乙",), ("甲",)]


def test_events_are_joined_across_periods_and_the_latest_row_of_a_key_stays(home):
    event = TAX.model_copy(update={"kind": "event"})
    early = write_typed(home, event, make_batch(name="e", period="2023-05"), [row("A", 1), row("B", 2)])
    late = make_batch(name="l", received_at=RECEIVED + DAY)
    late = write_typed(home, event, late, [row("A", 10)])
    run(home, [late, early], contracts={"tax.tax_paid": event})
    assert amounts(home) == [("A", "10.00"), ("B", "2.00")]


def test_every_period_and_part_of_a_snapshot_stays(home):
    parts = [make_batch(name=f"{p}{m}", part=p, period=f"2023-0{m}") for p in ("甲街道", "乙街道") for m in (5, 6)]
    run(home, [write_typed(home, TAX, b, [row(b.part, 1)]) for b in parts])
    found = read(
        home.selected / "tax.tax_paid" / "330683.parquet", "select distinct _part, _period from t order by all"
    )
    assert found == [("乙街道", "2023-05"), ("乙街道", "2023-06"), ("甲街道", "2023-05"), ("甲街道", "2023-06")]


def test_a_nil_delivery_empties_its_key(home):
    full = write_typed(home, TAX, make_batch(name="full"), [row("A", 1)])
    nil = write_typed(home, TAX, make_batch(name="nil", received_at=RECEIVED + DAY), [])
    run(home, [full, nil])
    assert amounts(home) == []
    states = read(home.selected / "_batches" / "all.parquet", "select selection, is_nil from t order by all")
    assert states == [("selected", True), ("superseded", False)]


def test_unchanged_lists_are_not_written_again_and_changed_ones_are(home):
    tax = write_typed(home, TAX, make_batch(), [row("A", 1)])
    fire = make_batch("fire.issue", name="fire")
    fire = write_typed(home, CONTRACTS["fire.issue"], fire, [{"issue_no": "1"}])
    first = run(home, [tax, fire])
    files = [home.selected / "tax.tax_paid" / "330683.parquet", home.selected / "fire.issue" / "330683.parquet"]
    before = [file.stat().st_mtime_ns for file in files]
    more = make_batch(name="more", received_at=RECEIVED + DAY)
    more = write_typed(home, TAX, more, [row("A", 2), row("B", 3)])
    second = run(home, [tax, fire, more])
    after = [file.stat().st_mtime_ns for file in files]
    assert after[0] != before[0]
    assert after[1] == before[1]
    assert first.fingerprint != second.fingerprint
    assert run(home, [more, fire, tax]).fingerprint == second.fingerprint


def test_a_deleted_cache_is_made_anew(home):
    batch = write_typed(home, TAX, make_batch(), [row("A", 1)])
    first = run(home, [batch])
    (home.selected / "tax.tax_paid" / "330683.parquet").unlink()
    assert run(home, [batch]).fingerprint == first.fingerprint
    assert amounts(home) == [("A", "1.00")]


def test_regions_and_lists_that_are_gone_disappear(home):
    batch = write_typed(home, TAX, make_batch(), [row("A", 1)])
    run(home, [batch])
    run(home, [], contracts={code: c for code, c in CONTRACTS.items() if code != "fire.issue"})
    assert amounts(home) == []
    assert not (home.selected / "fire.issue").exists()
    assert sorted(p.name for p in (home.selected / "tax.tax_paid").iterdir()) == ["_empty.json", "_empty.parquet"]


def test_deliveries_after_as_of_are_told_and_count_for_nothing(home):
    now = write_typed(home, TAX, make_batch(name="now"), [row("A", 1)])
    future = make_batch(name="future", received_at=AS_OF + DAY)
    future = write_typed(home, TAX, future, [row("A", 2)])
    alone, both = run(home, [now]), run(home, [now, future])
    assert alone.rows == both.rows and amounts(home) == [("A", "1.00")]
    assert alone.fingerprint != both.fingerprint, "a release that tells of it is another one"
    assert read(home.selected / "_batches" / "all.parquet", "select count(*) from t") == [(1,)]
    later = read(
        home.selected / "_later_batches" / "all.parquet", "select file_path, selection, selection_cause from t"
    )
    assert later == [(future.path, "not_yet_received", "future")]
    assert [c.state for c in both.choices] == ["selected", "not_yet_received"]
    assert both.next_due == AS_OF + DAY
    assert alone.next_due is None


def test_checks_and_reasons_are_written_for_every_batch(home):
    good = write_typed(home, TAX, make_batch(name="good"), [row("A", 1)])
    bad = make_batch(name="bad", received_at=RECEIVED + DAY)
    bad = write_typed(home, TAX, bad, [row("A", 2)])
    run(home, [good, bad], critical=[bad])
    batches = read(home.selected / "_batches" / "all.parquet", "select file_path, verdict, selection from t order by 1")
    assert batches == [
        ("330683/tax/bad.xlsx", "critical", "not_eligible"),
        ("330683/tax/good.xlsx", "pass", "selected"),
    ]
    checks = read(home.selected / "_checks" / "all.parquet", "select batch_id, success, observed from t")
    assert checks == [(bad.batch_id, False, "9 of 10 rows do not hold")]


def test_violations_of_all_batches_known_are_collected_with_their_batch(home):
    batch = make_batch(violations={"bad_number": 1})
    batch = write_typed(home, TAX, batch, [row("A", 1)])
    path = batch.violations_path(home)
    path.parent.mkdir(parents=True)
    violation = {
        "violation_id": "V1",
        "sheet": "Sheet1",
        "rule_id": "bad_number",
        "severity": "reject",
        "column_name": "amount_cny",
        "column_zh": "入库金额",
        "value_masked": "x",
        "row_key": "k",
        "message_zh": "不是数字",
        "remedy_zh": "请改正",
        "dimension": "规范性",
        "owner": "办税服务厅",
        "batch_id": "ignored",
    }
    columns = ", ".join(f"'{value}' as {name}" for name, value in violation.items())
    duckdb.sql(f"select 7::bigint as line, {columns}").write_parquet(str(path))
    run(home, [batch])
    found = read(home.selected / "_violations" / "all.parquet", "select batch_id, period, line, rule_id, owner from t")
    assert found == [(batch.batch_id, "2023-06", 7, "bad_number", "办税服务厅")]


def test_files_tell_what_today_s_contracts_made_of_them(home):
    own = department_derivation([c for c in CONTRACTS.values() if c.department == "tax"])
    arrival = Arrival(
        arrival_id="A1",
        path="330683/tax/x.xlsx",
        region="330683",
        department="tax",
        sha256="s",
        size_bytes=9,
        received_at=RECEIVED,
    )
    write_record(home.lake / "arrivals" / "A1.json", arrival)
    later = arrival.model_copy(update={"arrival_id": "A2", "received_at": AS_OF + DAY})
    write_record(home.lake / "arrivals" / "A2.json", later)
    refusal = Refusal(code="no_period", en="no period", zh="没有报告期")
    old = Outcome(arrival_id="A1", derivation="earlier", batches=("B0",))
    for outcome in (old, *(Outcome(arrival_id=a, derivation=own, refusals=(refusal,)) for a in ("A1", "A2"))):
        write_record(home.lake / "outcomes" / f"{outcome.arrival_id}.{outcome.derivation}.json", outcome)
    run(home, [])
    found = read(
        home.selected / "_files" / "all.parquet",
        "select arrival_id, outcome, refusal_codes, message_zh, batch_count from t",
    )
    assert found == [
        ("A1", "refused", "no_period", "没有报告期", 0),
        ("A2", "not_yet_received", "no_period", "收到时间晚于统计时点，尚未计入\n没有报告期", 0),
    ]


def test_a_file_read_under_two_versions_of_a_contract_was_sent_once(home):
    """Else a changed contract would confirm a small delivery that nobody sent again."""
    batch = make_batch()
    arrival = Arrival(
        arrival_id="A1",
        path=batch.path,
        region=batch.region,
        department="tax",
        sha256=batch.sha256,
        size_bytes=9,
        received_at=RECEIVED,
    )
    write_record(home.lake / "arrivals" / "A1.json", arrival)
    write_record(home.lake / "ledger" / "b.json", batch.model_copy(update={"arrival_id": "A1"}))
    for derivation in ("d0", "d1"):
        outcome = Outcome(arrival_id="A1", derivation=derivation, batches=(batch.batch_id,))
        write_record(home.lake / "outcomes" / f"A1.{derivation}.json", outcome)
    (known,) = load_batches(home, {batch.list: batch.derivation})
    assert known.sighted_at == (RECEIVED,)


def test_a_snapshot_s_supplement_of_a_later_day_is_laid_over_the_list_it_completes(home):
    permit = CONTRACTS["environment.permit"]

    def permits(name, numbers, **values):
        rows = [{"permit_no": n, "holder_name": name} for n in numbers]
        return write_typed(home, permit, make_batch(permit.list, name=name, **values), rows)

    full = permits("整份", "ABC", period="2023-06-30")
    more = permits("补报", "BD", period="2023-07-31", delivery="supplement", received_at=RECEIVED + DAY)
    run(home, [full, more])
    rows = read(
        home.selected / permit.list / "*.parquet",
        "select permit_no, holder_name, _period from t order by permit_no",
    )
    assert rows == [(n, "补报" if n in "BD" else "整份", "2023-06-30") for n in "ABCD"]
    periods = read(home.selected / "_batches" / "all.parquet", "select distinct period from t")
    assert periods == [("2023-06-30",)]
