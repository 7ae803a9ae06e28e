"""``park match`` as people use it, with files good and bad."""

from __future__ import annotations

import csv

import pytest
from typer.testing import CliRunner

from park_brain.cli import app

CODE, OTHER = "91330683MA2000019N", "91330683MA2000027H"
MASTER = f"id,name,uscc\nM1,嵊州恒盛机械有限公司,{CODE}\nM2,嵊州永鑫纺织有限公司,{OTHER}\n"
QUERY = f"id,name,uscc\nQ1,恒盛机械厂,\nQ2,别名,{OTHER}\nQ3,无关商店,\nQ4,嵊州永鑫纺织有限公司,{CODE}\n"


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str):
        return CliRunner().invoke(app, ["match", *arguments, "--home", str(tmp_path / "home")])

    return call


@pytest.fixture
def files(tmp_path):
    (tmp_path / "query.csv").write_text(QUERY, encoding="utf-8")
    (tmp_path / "master.csv").write_text(MASTER, encoding="gb18030")
    return tmp_path


def matched(run, files, *more: str):
    return run(
        str(files / "query.csv"), "--master", str(files / "master.csv"), "--out", str(files / "links.csv"), *more
    )


def test_one_row_per_query_in_its_order(run, files):
    assert matched(run, files).exit_code == 0
    rows = list(csv.DictReader((files / "links.csv").open(encoding="utf-8")))
    told = [(row["query_id"], row["master_id"], row["method"]) for row in rows]
    assert told == [("Q1", "M1", "parts"), ("Q2", "M2", "uscc"), ("Q3", "", ""), ("Q4", "", "review")]
    assert set(rows[3]["candidate_id"].split()) == {"M1", "M2"}


def test_evaluation_counts_links_reviews_and_near_equal_names(run, files):
    (files / "labels.csv").write_text("query_id,master_id\nQ1,M2\nQ2,M2\nQ3,\nQ4,M2\n", encoding="utf-8")
    told = matched(run, files, "--evaluate", str(files / "labels.csv")).output
    assert "parts" in told and "0.0000" in told
    assert "review queue: 1 of 4 queries (25.00%), 1 of them" in told
    assert "wrong merges: 1, of near-equal names (same 字号): 1" in told
    again = run("--evaluate", str(files / "labels.csv"), "--links", str(files / "links.csv"))
    assert again.output in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"id,name\n", "no rows"),
        ("编号,名称\n1,甲\n".encode(), "column id, name is missing"),
        ("id,name\nQ1,甲\nQ1,乙\n".encode(), "id Q1 is there twice (line 3)"),
        ("id,name\n,甲\n".encode(), "line 2 has no id"),
        (b"id,name\nQ1,\xff\xfe\x80\n", "neither UTF-8 nor GB18030"),
        ("id,name\nQ1,甲,乙\n".encode(), "line 2 has 3 cells"),
        ('id,name\nQ1,"甲\n'.encode(), "cannot be read"),
        ("id,id,name\n1,2,甲\n".encode(), "column id is there twice"),
    ],
)
def test_rubbish_is_refused_in_one_line(run, files, content, told):
    (files / "query.csv").write_bytes(content)
    result = matched(run, files)
    assert result.exit_code != 0
    assert told in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (files / "links.csv").exists()


def test_missing_files_and_missing_release(run, files):
    assert "there is no such file" in run(str(files / "nothing.csv"), "--master", str(files / "master.csv")).output
    assert "has no release" in run(str(files / "query.csv")).output
    assert "name a list to match" in run().output


def test_labels_of_another_list(run, files):
    (files / "labels.csv").write_text("query_id,master_id\nX1,M2\n", encoding="utf-8")
    assert "labels of another list" in matched(run, files, "--evaluate", str(files / "labels.csv")).output
