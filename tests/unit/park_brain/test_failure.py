import errno

import duckdb
import pytest

from park_brain.failure import Failure, account_of, explained, is_disk_full
from warehouse.build.stage import BuildFailed

SECRET = "裘亚芳"


def test_an_error_of_a_library_is_told_by_kind_and_place_and_never_by_what_it_quotes():
    with pytest.raises(duckdb.ConversionException) as raised:
        duckdb.sql(f"select cast('{SECRET}' as integer)").fetchall()
    assert SECRET in str(raised.value)
    account = account_of(raised.value)
    assert SECRET not in account and account.startswith("ConversionException")


def test_an_error_of_ours_says_what_may_be_told_of_it(tmp_path):
    assert account_of(Failure("all of it")) == "all of it"
    error = Failure(f"all of {SECRET}", "a part")
    assert account_of(error) == "a part"
    failed = BuildFailed([f"test a_test (fail): Got 3 results {SECRET}", f"model fct_x (error): {SECRET}"])
    assert account_of(failed) == "the build failed: test a_test (fail); model fct_x (error)"
    assert explained(failed, tmp_path) == (str(failed), account_of(failed))


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        duckdb.IOException('IO Error: Could not write file "x": No space left on device'),
        BuildFailed(["model fct_x (error): IO Error: No space left on device"]),
    ],
    ids=["full", "quota", "duckdb", "dbt"],
)
def test_a_full_disk_is_known_whoever_meets_it(error, tmp_path):
    assert is_disk_full(error)
    later = RuntimeError("something else")
    later.__cause__ = error
    message, account = explained(later, tmp_path)
    assert message == account and f"the disk of {tmp_path} is full" in message and "bytes free" in message


def test_another_error_is_no_full_disk():
    assert not is_disk_full(OSError(errno.EACCES, "Permission denied"))
