"""Files that name persons in every place of every list, and a search for them in whatever was made of these files."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import openpyxl
import polars as pl

from ingest.contracts.contract import Column, Contract
from park_brain.installation import Installation
from tests.lists.test_lists_land import sample
from tests.support.invented_persons import invented_number, invented_persons

SENTENCES = (
    "{}反映厂房漏水，已答复",
    "经查，{}擅自搭建钢棚约30平方米",
    "由{}负责整改，电话{}",
    "联系人：{}（{}）",
    "{}先生已签收",
    "{}夫妇不配合，手机{}",
    "{}",
)
ROWS = 12
LEAST_NAME = 3
"""Shorter names are found inside of other words."""


@dataclass
class Plant:
    """Draws persons and remembers what of them must be seen nowhere."""

    rng: random.Random
    secrets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._persons = invented_persons(each=20)

    def name(self) -> str:
        """The name of one person alone."""
        person = self.rng.choice([p for p in self._persons if p.cell in p.names and len(p.cell) >= LEAST_NAME])
        self.secrets.add(person.cell)
        return person.cell

    def number(self) -> str:
        """A telephone or an ID number, in some writing."""
        mobile = f"138{self.rng.randint(10**7, 10**8 - 1)}"
        fixed = f"0575-83{self.rng.randint(10**5, 10**6 - 1)}"
        drawn = invented_number(self.rng)
        number = self.rng.choice((mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", fixed, drawn, _wide(drawn)))
        self.secrets |= {number, mobile if mobile[3:7] in number else number}
        return number

    def cell(self, column: Column) -> str:
        """A cell of a column: a person wherever one can be written."""
        if column.personal in ("always", "if_natural_person"):
            return self.name()
        if column.personal == "address":
            return f"甘霖镇上高村{self.name()}{self.rng.choice(('户', '家', '宅', ''))}"
        if column.type == "uscc":
            return self.number()
        if column.type in ("text", "geometry"):
            return self.rng.choice(SENTENCES).format(self.name(), self.number())
        if column.type == "code" and not column.width:
            return f"XF-{self.name()}-{self.rng.randint(1, 999)}"
        return sample(column)

    def rows(self, contract: Contract) -> list[list[str]]:
        """Header and rows of a list; in one row all cells are shifted by one column."""
        rows = [[self.cell(column) for column in contract.columns] for _ in range(ROWS)]
        rows[-1] = [self.name(), *(self.name() if cell.startswith("XF-") else cell for cell in rows[-1][:-1])]
        return [[column.zh for column in contract.columns], *rows]


def _wide(text: str) -> str:
    return text.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789X"})


def plant(home: Installation, contracts: Mapping[str, Contract], region: str) -> set[str]:
    """Write one workbook for each list, and files that will be refused; returns what must be seen nowhere."""
    plants = Plant(random.Random(7))
    for code, contract in contracts.items():
        folder = home.inbox / region / contract.department / "2023-06"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{plants.name()}{plants.number()}{contract.zh}.xlsx" if len(code) % 2 else f"{contract.zh}.xlsx"
        _workbook(folder / name, plants.name(), plants.rows(contract))
    tax = home.inbox / region / "tax"
    unknown = [*plants.rows(contracts["tax.tax_paid"])[:2]]
    unknown[0] = [*unknown[0], f"{plants.name()}电话"]
    _workbook(tax / "2023-05" / "表头.xlsx", plants.name(), unknown)
    for place, sidecar in (("甲.csv", f"{plants.name()}: x\n"), ("乙.csv", f"period: {plants.name()}\n")):
        (tax / place).write_text("纳税人名称,税种\n甲公司,增值税\n", encoding="utf-8")
        (tax / f"{place}.meta.yml").write_text(sidecar, encoding="utf-8")
    (tax / f"来文.{plants.name()}").write_bytes(b"%PDF-1.4")
    (home.inbox / region / f"{plants.name()}{plants.number()}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return plants.secrets


def _workbook(path: Path, sheet: str, rows: Iterable[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet.replace("/", " ")[:31]
    for row in rows:
        page.append(row)
    book.save(path)


def found_in(secrets: set[str], texts: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Where which secrets are seen: (place, secrets)."""
    wanted = sorted(secrets)
    seen = []
    for place, text in texts:
        hits = pl.Series([text]).str.extract_many(wanted).to_list()[0]
        if hits:
            seen.append((place, sorted(set(hits))[:5]))
    return seen


def texts_of(*folders: Path) -> Iterator[tuple[str, str]]:
    """Name and content of every file below: Parquet and DuckDB as their rows, workbooks unzipped, others as text."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        yield str(path), path.name
        if path.suffix == ".parquet":
            with duckdb.connect() as connection:
                yield str(path), repr(connection.execute("select * from read_parquet(?)", [str(path)]).fetchall())
        elif path.suffix == ".duckdb":
            yield from _tables(path)
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
                yield from ((f"{path}:{name}", book.read(name).decode("utf-8")) for name in book.namelist())
        else:
            yield str(path), path.read_text(encoding="utf-8", errors="replace")
            if path.suffix == ".json":
                yield str(path), json.dumps(json.loads(path.read_bytes()), ensure_ascii=False)


def _tables(path: Path) -> Iterator[tuple[str, str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = "select schema_name, table_name from duckdb_tables() where not internal"
        for schema, table in connection.execute(names).fetchall():
            rows = connection.execute(f'select columns(*)::varchar from "{schema}"."{table}"').fetchall()
            yield f"{path}:{schema}.{table}", repr(rows)
