"""A whole refresh over an inbox of damaged files: none stops it, and each is told."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from park_brain.installation import Installation
from park_brain.line import Run, refresh
from park_brain.release_reader import connect
from tests.fuzz.fuzz_mutations import mutate
from tests.fuzz.fuzz_seeds import all_seeds

REGION = "330683"


def plant_damaged(inbox: Path, files: int, seed: int) -> None:
    """Damaged files in the folders of the departments they would come from."""
    seeds = all_seeds()
    for number in range(files):
        source = seeds[number % len(seeds)]
        content = mutate(source, random.Random(f"{seed}/{number}"))
        folder = inbox / REGION / source.department / "damaged"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"2023-06-{number}{source.suffix}").write_bytes(content)


def refresh_damaged(files: int, seed: int) -> str:
    """Refresh an inbox of undamaged and damaged files; gives what is wrong, '' where nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        home = Installation(Path(folder))
        home.prepare()
        for number, source in enumerate(all_seeds()):
            whole = home.inbox / REGION / source.department / "2023-06" / f"{number}{source.suffix}"
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(source.content)
        plant_damaged(home.inbox, files, seed)
        run = refresh(home)
        if not isinstance(run, Run) or run.release is None:
            return "nothing was published"
        with connect(home) as reader:
            told = reader.execute("select count(*) from dq_file where file_path like '%/damaged/%'").fetchall()
    return "" if told == [(files,)] else f"{files} damaged files, {told[0][0]} of them told"
