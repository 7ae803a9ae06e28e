"""A county's own rules: laid over the seeds by key, refused where they do not fit."""

import csv
from datetime import date

import pytest

from park_brain.fingerprints import figures_fingerprint, inputs_fingerprint, rules_fingerprint
from park_brain.installation import Installation
from park_brain.project import SEEDS
from park_brain.rule_table import RuleTable, problems_of
from park_brain.rules import RulesError, check_rules, rules_content, rules_digest, write_merged
from park_brain.seeds import load_shapes, read_seed, seed_file

PLAN = (
    "list_code,region_code,part,frequency,first_period,due_days,max_age_days,valid_from,valid_to,source_document,clause"
)
TAX = "tax.tax_paid,330683,whole,month,2020-01-01,40,,2020-01-01,,报送计划,按频次报送"
DIVISION = "division_code,division_zh,short_zh,parent_code,division_level,scope_kind"
DAY = date(2024, 1, 20)


@pytest.fixture
def home(tmp_path) -> Installation:
    home = Installation(tmp_path)
    home.rules.mkdir()
    return home


def put(home, name: str, *lines: str, encoding: str = "utf-8") -> None:
    (home.rules / name).write_text("\n".join(lines) + "\n", encoding=encoding)


def problems(home) -> list[str]:
    with pytest.raises(RulesError) as raised:
        check_rules(home)
    return str(raised.value).splitlines()


def test_a_row_takes_the_place_of_the_one_with_its_key_and_others_are_added(home):
    put(home, "delivery_plan.csv", PLAN, TAX, TAX.replace("tax.tax_paid", "fire.issue").replace("month", "year"))
    check_rules(home)
    before, after = read_seed("delivery_plan"), read_seed("delivery_plan", rules=home.rules)
    changed = [(old, new) for old, new in zip(before, after, strict=False) if old != new]
    assert len(after) == len(before) + 1
    assert [(old["due_days"], new["due_days"], new["region_code"]) for old, new in changed] == [("15", "40", "330683")]
    assert after[-1]["list_code"] == "fire.issue"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_office_programs_save_is_read_and_what_they_leave_is_not(home, encoding):
    put(home, "delivery_plan.csv", PLAN, TAX, ",,,,,,,,,,", encoding=encoding)
    put(home, "~$delivery_plan.csv", "x")
    put(home, ".DS_Store", "x")
    check_rules(home)
    assert read_seed("delivery_plan", rules=home.rules)[-1]["source_document"] == "报送计划"
    assert list(rules_content(home)) == ["delivery_plan.csv"]


def tax(was: str = "", now: str = "") -> tuple[str, str]:
    """The header and one row with something wrong in it."""
    return PLAN, TAX.replace(was, now)


def other(name: str, row: str) -> tuple[str, str]:
    """A row of another table under its header."""
    return ",".join(read_seed(name)[0]), row


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("delivery_pln", (PLAN,), "there is no such table of rules; did you mean delivery_plan.csv?"),
        ("dq_check", ("check_id",), "belongs to the program"),
        ("delivery_plan", (), "it is empty"),
        ("delivery_plan", (PLAN.replace("due_days", "due_day"), TAX), "no column due_day; did you mean due_days?"),
        ("delivery_plan", (PLAN.removesuffix(",clause"), TAX), "column clause is missing"),
        ("delivery_plan", (PLAN + ",clause", TAX + ",x"), "column clause stands there twice"),
        ("delivery_plan", (PLAN, TAX + ",x"), "line 2: 12 cells where the header has 11"),
        ("delivery_plan", tax(",40,", ",forty,"), "line 2: due_days is 'forty' and no whole number"),
        ("delivery_plan", tax(",40,", ",4.5,"), "due_days is '4.5' and no whole number"),
        ("delivery_plan", tax(",40,", ",,"), "due_days is empty"),
        ("delivery_plan", tax("2020-01-01,,报", "2020/1/1,,报"), "valid_from is '2020/1/1' and no date"),
        ("delivery_plan", tax("330683", "330638"), "there is no region '330638'; did you mean 330683?"),
        ("delivery_plan", (*tax(), TAX), "line 3: the same rule as line 2"),
        ("delivery_plan", tax("2020-01-01,,报", "2024-01-01,,报"), "is twice in force from 2024-01-01"),
        ("tax_type", other("tax_type", "330683,增值税,yes,false,false,,2000-01-01,,d,c,v"), "no true or false"),
        ("division_extent", other("division_extent", "999999,1,2,3,4,x"), "there is no region '999999'"),
        ("division_extent", other("division_extent", "330683,1.00001,2,3,4,x"), "no decimal(9,4)"),
        ("land_tolerance", other("land_tolerance", " area,x,NaN,1,x,2000-01-01,"), "text without spaces"),
        ("land_tolerance", other("land_tolerance", "area,x,NaN,1,x,2000-01-01,"), "relative is 'NaN' and no"),
    ],
)
def test_what_does_not_fit_is_refused_with_file_line_and_what_to_do(home, name, lines, said):
    put(home, f"{name}.csv", *lines)
    found = problems(home)
    assert said in "\n".join(found) and all(line.startswith(f"rules/{name}.csv") for line in found)


def test_a_folder_a_binary_and_every_problem_at_once(home):
    (home.rules / "delivery_plan.csv").write_bytes(b"\xff\xfe\x00\x81")
    (home.rules / "more").mkdir()
    put(home, "policy_tier.csv", "x")
    put(home, "notes.txt", "x")
    found = problems(home)
    assert len(found) >= 4 and sum("only CSV files of rules belong here" in line for line in found) == 2


def test_a_new_version_needs_the_end_of_the_one_before(home):
    ended = TAX.replace(",40,,2020-01-01,,", ",15,,2020-01-01,2023-12-31,")
    put(home, "delivery_plan.csv", PLAN, ended, TAX.replace(",2020-01-01,,报", ",2024-01-01,,报"))
    check_rules(home)


def test_a_new_town_or_region_comes_with_its_row(home):
    put(home, "ref_division.csv", DIVISION, "331099,新县,新县,331000,county,region")
    put(home, "delivery_plan.csv", PLAN, TAX.replace("330683", "331099"))
    check_rules(home)


def test_the_rules_are_in_every_fingerprint_and_no_rules_change_none(home):
    bare = [inputs_fingerprint(home, DAY), figures_fingerprint(home, "s", DAY), rules_fingerprint(home)]
    assert rules_digest(home) == ""
    put(home, "delivery_plan.csv", PLAN, TAX)
    first = [inputs_fingerprint(home, DAY), figures_fingerprint(home, "s", DAY), rules_fingerprint(home)]
    put(home, "delivery_plan.csv", PLAN, TAX.replace(",40,", ",41,"))
    second = [inputs_fingerprint(home, DAY), figures_fingerprint(home, "s", DAY), rules_fingerprint(home)]
    assert not {*bare} & {*first} and not {*first} & {*second}


def test_merged_files_have_the_columns_of_the_seed_in_order(home, tmp_path):
    turned = [",".join(reversed(line.split(","))) for line in (PLAN, TAX)]
    put(home, "delivery_plan.csv", *turned)
    check_rules(home)
    (written,) = write_merged(home, tmp_path / "merged").values()
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == PLAN.split(",") and TAX.split(",") in rows and len(rows) == len(read_seed("delivery_plan")) + 1


def test_the_rows_of_the_package_pass_what_a_county_must_pass():
    shapes = load_shapes()
    divisions = {row["division_code"] for row in read_seed("ref_division")}
    for name, shape in shapes.items():
        if shape.county_key:
            table = RuleTable(seed_file(name), shapes, SEEDS)
            assert [*table.problems(), *problems_of(table, divisions)] == [], name


def test_every_seed_states_the_types_of_all_its_columns():
    shapes = load_shapes()
    for path in SEEDS.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert set(next(csv.reader(file))) == set(shapes[path.stem].types), path.name
