"""Names and numbers of nobody, in every kind a cell may hold, with the part of each that no reader may ever see."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as table:
    WORDS = {row["kind"]: row["words"].replace("_", "\u00a0").split(" ") for row in csv.DictReader(table)}


@dataclass(frozen=True)
class Person:
    """What stands in the cell, and the names in it."""

    cell: str
    names: tuple[str, ...]


def invented_persons(seed: int = 0, each: int = 30) -> list[Person]:
    """Several hundred, of every kind about ``each``."""
    rng = random.Random(seed)
    plain = [rng.choice(WORDS["rare"]) + _given(rng) for _ in range(4 * each)]
    plain += [surname + given for given in WORDS["firm"] for surname in rng.sample(WORDS["surname"], 2)]
    plain += [rng.choice(WORDS["surname"]) + rng.choice(WORDS["surname"]) + _given(rng, 2) for _ in range(each)]
    plain += [rng.choice(WORDS["compound"]) + _given(rng, 2) for _ in range(each)]
    plain += [name.replace("\u00a0", " ") for kind in ("latin", "ethnic", "traditional") for name in WORDS[kind]]
    return [*(Person(name, (name,)) for name in dict.fromkeys(plain)), *_dressed(rng, each)]


def invented_number(rng: random.Random, area: str = "330683") -> str:
    """An ID-card number of nobody, with its check digit."""
    body = f"{area}{rng.randint(1930, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 999):03}"
    return body + "10X98765432"[sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(body)) % 11]


def _dressed(rng: random.Random, each: int) -> Iterator[Person]:
    for pattern in WORDS["dressed"]:
        for _ in range(max(2, each // 8)):
            name = _name(rng)
            yield Person(pattern.format(name), (name,))
    for _ in range(each):
        one, two, number = _name(rng), _name(rng), invented_number(rng)
        yield Person(rng.choice(WORDS["couple"]).format(one, two), (one, two))
        yield Person(" ".join(one), (one, " ".join(one)))
        yield Person(f"{two}{number}", (two, number))
        yield Person(f"{two} 138{rng.randint(10**7, 10**8 - 1)}", (two,))


def _name(rng: random.Random) -> str:
    return rng.choice((*WORDS["rare"], *WORDS["surname"])) + _given(rng, 2)


def _given(rng: random.Random, length: int = 0) -> str:
    return "".join(rng.sample(WORDS["given"], length or rng.choice((1, 2, 2, 2))))
