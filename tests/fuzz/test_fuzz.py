"""A short run of the fuzz; ``make fuzz`` runs 20,000 files. Undamaged files of every format land whole."""

from __future__ import annotations

import pytest

from tests.fuzz.fuzz import SEEDS, Child, run, summary

FILES, SECONDS, ENOUGH = 260, 20, 26


@pytest.fixture(scope="module")
def child():
    worker = Child()
    yield worker
    worker.stop()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_an_undamaged_file_of_each_format_lands(child, seed):
    assert child.land(seed, seed.content) == ("landed", "")


def test_damaged_files_give_rows_that_add_up_or_a_refusal():
    results = run(FILES, seed=7, seconds=SECONDS)
    assert not any(result.failures for result in results.values()), summary(results)
    assert sum(result.files for result in results.values()) >= ENOUGH
