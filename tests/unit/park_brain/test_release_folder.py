import json
import shutil
from datetime import timedelta

import pytest

from park_brain import release_folder
from park_brain.formats import FORMAT, NewerFormatError
from park_brain.housekeeping import Retention, tidy
from park_brain.installation import Installation
from park_brain.release_folder import (
    damaged_releases,
    list_releases,
)
from tests.support.release_factory import publication, publish, tree, write_build


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    write_build(home)
    return home


def test_what_people_put_beside_the_releases_is_neither_read_nor_deleted(home):
    one = publish(home, publication(home, "1" * 64))
    foreign = {"导出给市长/report.docx": "x", "x/manifest.json": "{}", "lost+found/y": "", ".hidden.1.tmp/z": ""}
    for name, content in foreign.items():
        (home.releases / name).parent.mkdir()
        (home.releases / name).write_text(content)
    shutil.copytree(one.path, home.releases / f"copy of {one.id}")
    (home.releases / "20240120-abcdefabcdef").symlink_to(home.releases / "x")
    assert tidy(home) == []
    two = publish(home, publication(home, "2" * 64), Retention(keep=1, younger_than=timedelta(0)))
    assert [release.id for release in list_releases(home)] == [two.id]
    assert not one.path.exists()
    assert set(foreign) < tree(home.releases)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "{}", '{"content": {}}', '{"content": 3, "published_at": 4}', "\0" * 9]
)
def test_a_release_with_a_damaged_manifest_is_named_left_and_stops_nothing(home, damage):
    one = publish(home, publication(home, "1" * 64))
    two = publish(home, publication(home, "2" * 64))
    (one.path / release_folder.MANIFEST).chmod(0o640)
    (one.path / release_folder.MANIFEST).write_text(damage)
    assert damaged_releases(home) == [one.path]
    assert [release.id for release in list_releases(home)] == [two.id]
    publish(home, publication(home, "3" * 64), Retention(keep=1, younger_than=timedelta(0)))
    assert (one.path / release_folder.DATABASE).exists()
    again = publish(home, publication(home, "1" * 64))
    assert again.id == one.id and damaged_releases(home) == [] and again.is_current


def test_a_release_of_newer_software_is_refused(home):
    one = publish(home, publication(home))
    manifest = one.path / release_folder.MANIFEST
    manifest.chmod(0o640)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": FORMAT + 1}))
    with pytest.raises(NewerFormatError, match=rf"{one.id}.* has format {FORMAT + 1}"):
        list_releases(home)
