from datetime import datetime

from ingest.lake.ledger import BatchRecord, Outcome, load_batches, read_records
from ingest.mend import mend
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.line.derivations import prune_derivations
from tests.unit.ingest.test_stage import HEADER, ROW, put


def before_today(contracts):
    """The contracts as an earlier version had them: the tax list knew one name less."""
    tax = contracts["tax.tax_paid"]
    return {**contracts, tax.list: tax.model_copy(update={"aliases": (*tax.aliases, "从前的名称")})}


def derivations(home):
    return {path.name.split(".")[1] for path in (home.lake / "typed").rglob("*.parquet")}


def test_what_earlier_rules_made_goes_once_todays_have_read_the_file(home, contracts):
    put(home, "330683/tax/2023-06/a.csv", HEADER + ROW)
    put(home, "330683/tax/no-period.csv", HEADER + ROW)
    take_in(home, before_today(contracts))
    (old,) = read_records(home.lake / "ledger", BatchRecord)
    verdict = home.lake / "verdicts" / old.list / f"{old.batch_id}.{old.derivation}.abc.json"
    verdict.parent.mkdir(parents=True)
    verdict.write_text("{}")
    assert prune_derivations(home) == 0 and verdict.exists()  # not read by today's rules
    take_in(home, contracts)
    today = derivation_of(contracts[old.list])
    assert derivations(home) == {old.derivation, today}
    orphan = home.lake / "text" / old.list / old.region / "Bffffffffffffffff.0123456789ab.parquet"
    orphan.write_bytes(b"of a damaged record, or a killed run")
    assert prune_derivations(home) == 1 + 1 + 2 + 3 + 1  # ledger, verdict, outcomes, rows, orphan
    assert not orphan.exists()
    assert derivations(home) == {today} and not verdict.exists()
    assert len(list(read_records(home.lake / "outcomes", Outcome))) == 2
    assert len(load_batches(home, {old.list: today})) == 1
    assert mend(home, contracts, datetime(2024, 1, 1)) == [] and take_in(home, contracts).new_files == 0
    assert prune_derivations(home) == 0
