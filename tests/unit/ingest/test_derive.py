"""What was refused for want of knowledge is read again once it is there."""

from ingest.stage import take_in
from park_brain.installation import Installation

ROWS = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"
DIVISION = (
    "division_code,division_zh,short_zh,parent_code,division_level,scope_kind\n331099,新县,新县,331000,county,region\n"
)


def test_a_file_of_a_region_that_the_county_adds_is_read_again(home: Installation, contracts) -> None:
    file = home.inbox / "331099" / "tax" / "2023-06" / "税收.csv"
    file.parent.mkdir(parents=True)
    file.write_text(ROWS, encoding="utf-8")
    first = take_in(home, contracts)
    assert [refusal.code for _, refusal in first.refusals] == ["unknown_region"]
    assert take_in(home, contracts).new_files == 0
    home.rules.mkdir()
    (home.rules / "ref_division.csv").write_text(DIVISION, encoding="utf-8")
    second = take_in(home, contracts)
    assert not second.refusals and [file.outcome.batches != () for file in second.files if file.is_new] == [True]
    assert take_in(home, contracts).new_files == 0
