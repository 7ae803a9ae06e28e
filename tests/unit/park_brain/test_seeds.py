import pytest

from park_brain.seeds import read_seed, seed_file


def test_a_seed_is_found_in_whichever_folder_it_lies_and_every_cell_is_text(tmp_path):
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "rule.csv").write_text("code,value,note\n01,1.50,\n02,,甲\n", encoding="utf-8")
    assert read_seed("rule", tmp_path) == [
        {"code": "01", "value": "1.50", "note": ""},
        {"code": "02", "value": "", "note": "甲"},
    ]


def test_a_name_that_is_no_seed_is_refused():
    with pytest.raises(FileNotFoundError, match="no seed nothing"):
        seed_file("nothing")


def test_divisions_come_from_the_seed_of_dbt():
    assert seed_file("ref_division").parent.name == "seeds"
    assert next(row for row in read_seed("ref_division") if row["division_code"] == "330683")["division_zh"] == "嵊州市"
