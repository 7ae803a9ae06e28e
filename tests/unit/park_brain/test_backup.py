"""Backup and restore of a small home: whole, once stored, verified, never over anything."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from park_brain import backup as module
from park_brain.backup import BackupError, back_up, list_backups, read_backup
from park_brain.formats import write_home_format
from park_brain.installation import Installation
from park_brain.lock import WriterBusyError, writer_lock
from park_brain.restore import restore


@pytest.fixture
def home(tmp_path) -> Installation:
    """A lake, two releases that share a file, configuration and rules; and what is made again."""
    home = Installation(tmp_path / "home")
    home.prepare()
    write_home_format(home)
    for path, text in {
        "lake/raw/a": "bytes",
        "lake/person.key": "0" * 64,
        "release/R1/parquet/x.parquet": "rows",
        "release/R1/manifest.json": "{}",
        "release/R2/manifest.json": "{}",
        "park.toml": "[log]\nkeep = 3\n",
        "rules/tax_type.csv": "x",
        "inbox/330683/tax/x.csv": "in the lake already",
        "work/build.duckdb": "made again",
        "receipts/330683/tax/x.txt": "made again",
        "lake/raw/.b.1.2.tmp": "half",
    }.items():
        file = home.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (home.releases / "R2" / "parquet").mkdir()
    os.link(home.releases / "R1/parquet/x.parquet", home.releases / "R2/parquet/x.parquet")
    (home.releases / "current").symlink_to("R2")
    (home.lake / "person.key").chmod(0o600)
    (home.releases / "R1" / "manifest.json").chmod(0o440)
    (home.releases / "R1").chmod(0o550)
    yield home
    (home.releases / "R1").chmod(0o750)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


def state(home: Installation) -> dict[str, tuple[int, str]]:
    """Path -> mode, and content or target of a link."""
    return {
        path.relative_to(home.root).as_posix(): (
            stat.S_IMODE(path.lstat().st_mode),
            str(path.readlink()) if path.is_symlink() else path.read_text() if path.is_file() else "",
        )
        for top in module.KEPT
        for path in [home.root / top, *(home.root / top).rglob("*")]
        if not path.name.endswith(".tmp")
    }


def test_what_cannot_be_made_again_comes_back_as_it_was(home, folder, tmp_path):
    done = back_up(home, folder)
    again = Installation(tmp_path / "again")
    assert restore(folder, again)[0] == done.name and done.backup.release_id == "R2"
    assert state(again) == state(home)
    assert {path.name for path in again.root.iterdir()} == {*module.KEPT, ".lock"}
    shared = [again.releases / name / "parquet" / "x.parquet" for name in ("R1", "R2")]
    assert shared[0].samefile(shared[1])
    (again.releases / "R1").chmod(0o750)


def test_what_is_there_is_not_copied_or_read_again(home, folder, monkeypatch):
    first = back_up(home, folder)
    assert first.new_bytes > 0
    (home.lake / "raw" / "c").write_text("more")
    read = []
    copy = module._copy
    monkeypatch.setattr(module, "_copy", lambda source, target: read.append(source.name) or copy(source, target))
    assert back_up(home, folder).new_bytes == 4
    assert read == ["c"] and len(list_backups(folder)) == 2
    assert all(not path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")])


def test_an_older_backup_can_be_asked_for(home, folder, tmp_path):
    first = back_up(home, folder)
    (home.lake / "raw" / "a").write_text("other bytes")
    back_up(home, folder)
    for name, text in ((first.name, "bytes"), (None, "other bytes")):
        again = Installation(tmp_path / f"again {text}")
        restore(folder, again, name)
        assert (again.lake / "raw" / "a").read_text() == text
    with pytest.raises(BackupError, match="no backup nothing"):
        read_backup(folder, "nothing")


def test_a_backup_that_was_cut_off_does_not_exist_and_hinders_none(home, folder, monkeypatch):
    def killed(source: Path, target: Path) -> tuple[str, int]:
        target.write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, "_copy", killed)
        back_up(home, folder)
    assert list_backups(folder) == []
    with pytest.raises(BackupError, match="no backup"):
        read_backup(folder)
    back_up(home, folder)
    assert len(list_backups(folder)) == 1


@pytest.mark.parametrize("left", ["lake", "park.toml", "release"])
def test_a_home_that_holds_something_is_refused(home, folder, tmp_path, left):
    back_up(home, folder)
    again = Installation(tmp_path / "again")
    (again.root / left).mkdir(parents=True)
    with pytest.raises(BackupError, match=f"is not empty \\({left}\\)"):
        restore(folder, again)
    assert [path.name for path in again.root.iterdir()] == [left]


def test_an_inbox_and_a_killed_restore_are_no_hindrance(home, folder, tmp_path):
    back_up(home, folder)
    again = Installation(tmp_path / "again")
    again.inbox.mkdir(parents=True)
    (again.root / ".restore.1.tmp" / "lake").mkdir(parents=True)
    restore(folder, again)
    assert (again.lake / "raw" / "a").read_text() == "bytes"
    assert not list(again.root.glob(".restore*"))


def damage_object(folder: Path) -> None:
    (folder / "objects" / module.hash_of(folder.parent / "home/lake/raw/a")).write_text("BYTES")


def lose_object(folder: Path) -> None:
    (folder / "objects" / module.hash_of(folder.parent / "home/lake/raw/a")).unlink()


def change_list(folder: Path) -> None:
    (listed,) = (folder / "backups").iterdir()
    listed.write_text(listed.read_text().replace("lake/raw/a", "lake/raw/b"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [(damage_object, "is damaged in the backup"), (lose_object, "lacks the content"), (change_list, "was changed")],
)
def test_a_damaged_backup_restores_nothing(home, folder, tmp_path, damage, said):
    back_up(home, folder)
    damage(folder)
    again = Installation(tmp_path / "again")
    with pytest.raises(BackupError, match=said):
        restore(folder, again)
    assert not (again.root / "lake").exists()


def test_a_lake_on_another_disk_is_kept_like_the_others(home, folder, tmp_path):
    elsewhere = tmp_path / "disk"
    shutil.move(home.lake, elsewhere)
    home.lake.symlink_to(elsewhere)
    back_up(home, folder)
    again = Installation(tmp_path / "again")
    restore(folder, again)
    assert not again.lake.is_symlink() and (again.lake / "raw" / "a").read_text() == "bytes"


def test_nothing_is_backed_up_into_itself_or_beside_a_writer(home, folder):
    with pytest.raises(BackupError, match="lies in the home itself"):
        back_up(home, home.root / "backups")
    with writer_lock(home), pytest.raises(WriterBusyError):
        back_up(home, folder)
    assert list_backups(folder) == []


def test_a_full_disk_of_backups_is_not_taken_for_that_of_the_home(home, folder, monkeypatch):
    from park_brain.failure import is_disk_full

    def full(source: Path, target: Path) -> tuple[str, int]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_copy", full)
    with pytest.raises(BackupError, match="the disk of the backup is full") as raised:
        back_up(home, folder)
    assert not is_disk_full(raised.value)


def test_a_list_that_leads_out_of_the_home_is_refused(home, folder, tmp_path):
    back_up(home, folder)
    (listed,) = (folder / "backups").iterdir()
    text = listed.read_text().replace('"lake/raw/a"', '"lake/../../a"').encode()
    listed.unlink()
    import hashlib

    name = f"20240101T000000Z-{hashlib.sha256(text).hexdigest()[:12]}.json"
    (folder / "backups" / name).write_bytes(text)
    with pytest.raises(BackupError, match="not one of ours"):
        restore(folder, Installation(tmp_path / "again"))
