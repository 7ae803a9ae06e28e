import subprocess
import sys
from datetime import date

import pytest

from expectations.run import judge, verdict_path
from expectations.suite import suite_hash
from ingest.contracts.contract import Contract, Expectation, load_contracts
from ingest.lake.damage import known_damages
from ingest.lake.records import write_record
from park_brain.installation import Installation
from tests.support.batch_factory import make_batch, make_verdict, write_typed

CONTRACTS = load_contracts()
TAX = CONTRACTS["tax.tax_paid"]


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return home


def expectation(kind, column=None, severity="critical", **args):
    return Expectation(type=kind, column=column, severity=severity, args=args, reason="2026-11: test", zh="测试")


def with_suite(contract: Contract, *expectations: Expectation) -> dict[str, Contract]:
    return {contract.list: contract.model_copy(update={"expectations": expectations})}


def tax_rows():
    types = ["增值税", "印花税", "增值税", "房产税"]
    return [
        {
            "taxpayer_uscc": f"U{i}" if i else None,
            "taxpayer_name": f"n{i}",
            "tax_type": kind,
            "amount_cny": f"{i}.25",
            "paid_date": date(2023, 6, i + 1),
        }
        for i, kind in enumerate(types)
    ]


CASES = [
    (expectation("expect_table_row_count_to_be_between", min_value=4, max_value=4), True, "4"),
    (expectation("expect_table_row_count_to_be_between", min_value=5), False, "4"),
    (expectation("expect_column_values_to_not_be_null", "taxpayer_uscc", mostly=0.75), True, "1 of 4 rows do not hold"),
    (expectation("expect_column_values_to_not_be_null", "taxpayer_uscc", mostly=0.8), False, "1 of 4 rows do not hold"),
    (expectation("expect_column_values_to_be_unique", "taxpayer_name"), True, "0 of 4 rows do not hold"),
    (expectation("expect_column_values_to_be_unique", "tax_type"), False, "2 of 4 rows do not hold"),
    (expectation("expect_column_sum_to_be_between", "amount_cny", min_value=7, max_value=7), True, "7"),
    (expectation("expect_column_sum_to_be_between", "amount_cny", min_value=7, strict_min=True), False, "7"),
    (expectation("expect_column_median_to_be_between", "amount_cny", min_value=1.75, max_value=1.75), True, "1.75"),
    (expectation("expect_column_median_to_be_between", "amount_cny", min_value=2), False, "1.75"),
    (
        expectation("expect_column_distinct_values_to_be_in_set", "tax_type", value_set=["增值税", "印花税", "房产税"]),
        True,
        "no other value",
    ),
    (
        expectation("expect_column_distinct_values_to_be_in_set", "tax_type", value_set=["增值税"]),
        False,
        "2 other values: 印花税, 房产税",
    ),
    (expectation("expect_column_values_to_be_between", "paid_date", min_value=date(2023, 6, 2)), False, "1 of 4"),
    (expectation("expect_column_values_to_be_between", "paid_date", max_value="2023-06-04"), True, "0 of 4"),
    (expectation("expect_column_max_to_be_between", "paid_date", max_value=date(2023, 6, 3)), False, "2023-06-04"),
    (expectation("expect_column_mean_to_be_between", "amount_cny", min_value=1.75, max_value=1.75), True, "1.75"),
    (
        expectation("expect_compound_columns_to_be_unique", column_list=["tax_type", "paid_date"]),
        True,
        "0 of 4 rows do not hold",
    ),
    (
        expectation("expect_compound_columns_to_be_unique", column_list=["tax_type", "_sheet"]),
        False,
        "2 of 4 rows do not hold",
    ),
    (expectation("expect_column_value_lengths_to_be_between", "tax_type", max_value=3), True, "0 of 4"),
    (expectation("expect_column_value_lengths_to_equal", "taxpayer_uscc", value=18), False, "3 of 4"),
    (expectation("expect_column_values_to_match_regex", "taxpayer_uscc", regex="^U[1-3]$"), True, "0 of 4"),
    (expectation("expect_column_values_to_match_regex", "taxpayer_name", regex="^n[1-3]$", mostly=0.9), False, "1 of"),
    (expectation("expect_column_values_to_not_match_regex", "taxpayer_name", regex="n0"), False, "1 of 4"),
    (expectation("expect_column_values_to_be_in_set", "tax_type", value_set=["增值税"], mostly=0.5), True, "2 of 4"),
    (expectation("expect_column_values_to_be_null", "note"), True, "0 of 4"),
    (
        expectation("expect_column_proportion_of_unique_values_to_be_between", "tax_type", min_value=0.9),
        False,
        "0.75",
    ),
    (
        expectation("expect_table_columns_to_match_set", column_set=["taxpayer_uscc", "amount_cny"], exact_match=False),
        True,
        "amount_cny",
    ),
    (
        expectation("expect_table_columns_to_match_set", column_set=["no_such_column"], exact_match=False),
        False,
        "amount_cny",
    ),
]


def test_great_expectations_is_right_on_duckdb(home):
    contracts = with_suite(TAX, *(case[0] for case in CASES))
    batch = write_typed(home, TAX, make_batch(), tax_rows())
    checks = judge(home, contracts, [batch])[batch.batch_id].checks
    assert len(checks) == len(CASES)
    for check, (asked, success, observed) in zip(checks, CASES, strict=True):
        assert (check.expectation, check.column) == (asked.type, asked.column)
        assert check.success is success, check
        assert observed in check.observed, check
        assert check.zh == asked.zh


@pytest.mark.parametrize("code", sorted(CONTRACTS))
def test_every_suite_of_the_house_can_be_evaluated_and_fails_on_no_rows(home, code):
    """One evaluation per list proves that its expectations name real types and columns."""
    contract = CONTRACTS[code]
    batch = write_typed(home, contract, make_batch(code), []).model_copy(update={"is_nil": False})
    verdict = judge(home, CONTRACTS, [batch])[batch.batch_id]
    assert len(verdict.checks) == len(contract.expectations)
    assert verdict.verdict == "critical"
    assert not verdict.checks[0].success


def test_worst_failed_severity_decides(home):
    few = expectation("expect_table_row_count_to_be_between", severity="warning", min_value=5)
    none = expectation("expect_column_values_to_not_be_null", "taxpayer_uscc")
    batch = write_typed(home, TAX, make_batch(), tax_rows())
    for suite, verdict in [((few,), "warning"), ((few, none), "critical"), ((), "pass")]:
        assert judge(home, with_suite(TAX, *suite), [batch])[batch.batch_id].verdict == verdict


def test_many_batches_keep_their_own_results(home):
    contracts = with_suite(TAX, expectation("expect_table_row_count_to_be_between", min_value=3))
    small = write_typed(home, TAX, make_batch(name="small"), tax_rows()[:2])
    large = write_typed(home, TAX, make_batch(name="large"), tax_rows())
    verdicts = judge(home, contracts, [small, large])
    assert [verdicts[b.batch_id].verdict for b in (small, large)] == ["critical", "pass"]
    assert [verdicts[b.batch_id].checks[0].observed for b in (small, large)] == ["2", "4"]


def test_a_verdict_is_kept_per_batch_derivation_and_suite(home):
    contracts = with_suite(TAX, expectation("expect_table_row_count_to_be_between", min_value=3))
    batch = write_typed(home, TAX, make_batch(), tax_rows())
    first = judge(home, contracts, [batch])
    batch.typed_path(home).unlink()  # a second judgement would now fail
    assert judge(home, contracts, [batch]) == first
    stricter = with_suite(TAX, expectation("expect_table_row_count_to_be_between", min_value=9))
    write_typed(home, TAX, batch, tax_rows())
    assert judge(home, stricter, [batch])[batch.batch_id].verdict == "critical"
    assert judge(home, contracts, [batch]) == first
    assert len(list((home.lake / "verdicts").rglob("*.json"))) == 2


def test_a_nil_delivery_passes(home):
    nil = write_typed(home, TAX, make_batch(), [])
    assert judge(home, CONTRACTS, [nil])[nil.batch_id].verdict == "pass"


def test_an_expectation_that_raises_stops_the_line_and_names_itself(home):
    from expectations.gx_duckdb import ExpectationError

    batch = write_typed(home, TAX, make_batch(), tax_rows())
    impossible = with_suite(TAX, expectation("expect_column_median_to_be_between", "tax_type", min_value=1))
    with pytest.raises(ExpectationError, match=r"tax\.tax_paid: expect_column_median_to_be_between\(tax_type\)"):
        judge(home, impossible, [batch])
    unknown = with_suite(TAX, expectation("expect_the_best"))
    with pytest.raises(ExpectationError, match=r"tax\.tax_paid: expect_the_best is not a valid expectation"):
        judge(home, unknown, [batch])
    assert not verdict_path(home, batch, suite_hash(unknown["tax.tax_paid"])).exists()
    assert not list(home.tmp.iterdir())


def test_great_expectations_stays_out_when_nothing_is_missing(home):
    batch = write_typed(home, TAX, make_batch(), tax_rows())
    judge(home, CONTRACTS, [batch])
    (home.root / "batch.json").write_text(batch.model_dump_json())
    script = (
        "import sys; from pathlib import Path\n"
        "from expectations.run import judge\n"
        "from park_brain.installation import Installation\n"
        "from ingest.contracts.contract import load_contracts\n"
        "from ingest.lake.ledger import BatchRecord\n"
        "root = Path(sys.argv[1])\n"
        "batch = BatchRecord.model_validate_json((root / 'batch.json').read_text())\n"
        "assert judge(Installation(root), load_contracts(), [batch])\n"
        "assert not {'great_expectations', 'sqlalchemy', 'pandas'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(home.root)], check=True, timeout=60)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"batch_id": 3}', "another batch's"])
def test_a_damaged_verdict_is_set_aside_and_given_again(home, monkeypatch, damage):
    contracts = with_suite(TAX, expectation("expect_table_row_count_to_be_between", min_value=1))
    batch, suite = make_batch(), suite_hash(contracts[TAX.list])
    path = verdict_path(home, batch, suite)
    verdict = make_verdict(batch, "warning").model_copy(update={"suite_hash": suite})
    other = verdict.model_copy(update={"batch_id": "B2"})
    write_record(path, other if damage == "another batch's" else verdict)
    if not damage.startswith("another"):
        path.write_text(damage)
    monkeypatch.setattr("expectations.run._judge_now", lambda *_: {batch.batch_id: verdict})
    assert judge(home, contracts, [batch]) == {batch.batch_id: verdict}
    (found,) = known_damages(home)
    assert found.path == path.relative_to(home.lake).as_posix() and not path.exists()
