import duckdb
import pytest
import yaml

from park_brain.installation import Installation
from park_brain.project import DBT_PROJECT
from park_brain.release_folder import read_manifest
from park_brain.release_reader import connect
from tests.support.release_factory import publication, publish, write_build
from warehouse.release import stage
from warehouse.release.schema import SCHEMA_VERSION, Rename, previous_views, read_renames

RENAMES = [
    Rename("fct_x", "tax_cny", "tax", SCHEMA_VERSION),
    Rename("fct_x", "thing_id", "id", SCHEMA_VERSION),
    Rename("dim_x", "", "dim_thing", SCHEMA_VERSION),
    Rename("dim_x", "id", "number", SCHEMA_VERSION - 1),
]


def marts():
    """Released tables and their columns, as their models declare them."""
    files = [path for path in (DBT_PROJECT / "models").glob("*/marts/*.yml")]
    models = [model for path in files for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]]
    return {model["name"]: [column["name"] for column in model["columns"]] for model in models}


def test_every_rename_is_of_this_version_and_leads_from_a_released_name():
    renames = read_renames()
    assert [rename for rename in renames if rename.since != SCHEMA_VERSION] == [], (
        "earlier renames are over: remove them"
    )
    assert len(previous_views(renames, marts())) == len({rename.table for rename in renames})


def test_a_view_has_the_earlier_shape_for_whoever_opens_the_release(tmp_path, monkeypatch):
    home = Installation(tmp_path)
    write_build(home)
    monkeypatch.setattr(stage, "read_renames", lambda: RENAMES)
    release = publish(home, publication(home))
    with connect(home) as reader:
        assert reader.schema_version == SCHEMA_VERSION
        assert reader.execute("select id, tax::varchar from previous.fct_x order by id").fetchone() == ("T0", "0.00")
        assert reader.execute("select count(id) from previous.dim_thing").fetchone() == (2,)
    with duckdb.connect(release.path / "park_brain.duckdb", read_only=True) as connection:
        assert connection.execute("select sum(tax)::varchar from previous.fct_x").fetchone() == ("3.03",)
    assert sorted(read_manifest(release.path)["content"]["tables"]) == ["dim_x", "fct_x"]


def test_a_release_of_0_1_has_the_first_schema(tmp_path):
    home = Installation(tmp_path)
    write_build(home)
    manifest = publish(home, publication(home)).path / "manifest.json"
    manifest.chmod(0o640)
    manifest.write_text(manifest.read_text().replace('"schema_version"', '"x"'))
    with connect(home) as reader:
        assert reader.schema_version == 1


@pytest.mark.parametrize(
    "wrong",
    [
        Rename("fct_y", "", "z", SCHEMA_VERSION),
        Rename("fct_x", "nothing", "z", SCHEMA_VERSION),
        Rename("fct_x", "tax_cny", "thing_id", SCHEMA_VERSION),
        Rename("fct_x", "", "dim_x", SCHEMA_VERSION),
    ],
)
def test_a_rename_that_does_not_fit_is_an_error(wrong):
    with pytest.raises(ValueError, match="does not fit"):
        previous_views([wrong], {"fct_x": ["thing_id", "tax_cny"], "dim_x": ["i"]})
