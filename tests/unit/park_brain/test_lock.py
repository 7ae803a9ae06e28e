import os
import subprocess
import sys

import pytest

from park_brain.installation import Installation
from park_brain.lock import WriterBusyError, is_locked, writer_lock

HOLD = (
    "import sys, time; from pathlib import Path\n"
    "from park_brain.installation import Installation; from park_brain.lock import writer_lock\n"
    "with writer_lock(Installation(Path(sys.argv[1]))):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_second_writer_is_refused_by_name_and_a_killed_one_leaves_no_lock(tmp_path):
    home = Installation(tmp_path)
    assert not is_locked(home)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_locked(home)
        with pytest.raises(WriterBusyError, match=rf"process {holder.pid}\b.*{tmp_path}"), writer_lock(home):
            pass
    finally:
        holder.kill()
        holder.wait()
    assert not is_locked(home)
    with writer_lock(home):
        assert home.lock_file.read_text() == f"{os.getpid()}\n"
        with pytest.raises(WriterBusyError, match=rf"process {os.getpid()}\b"), writer_lock(home):
            pass
    with writer_lock(home):
        pass


def test_the_lock_lies_outside_the_folders_that_may_be_deleted(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    assert not any(home.lock_file.is_relative_to(folder) for folder in (home.work, home.lake, home.releases))


def test_a_writer_makes_files_for_its_user_and_group_alone(tmp_path):
    before = os.umask(0o022)
    try:
        with writer_lock(Installation(tmp_path)):
            (tmp_path / "x").write_text("")
        (tmp_path / "y").write_text("")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("x", "y")] == [0o640, 0o644]
