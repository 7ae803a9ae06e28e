"""Build: the staging model of a list, written from its contract: its columns under their names, and whom they name.

The text is committed, so that dbt and people read plain SQL; ``make generate`` writes it, ``make check`` compares.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.contracts.contract import Contract

WIDTH = 120
SOURCE = "Generated from ingest/contracts/{0}/{1}.yml by `make generate`."
_WORD = re.compile(r"'[^']*'|[a-z_][a-z0-9_]*")
Join = tuple[str, str, str, tuple[str, ...]]
"""A relation, its alias, the macro that joins it and the macro's arguments."""


def staging_files(contracts: Iterable[Contract]) -> dict[Path, str]:
    """Every file of the staging models, by its path below the folder of models."""
    files = {}
    for contract in contracts:
        stem = Path("staging") / contract.department / f"stg_{_relation(contract)}"
        files[stem.with_suffix(".sql")] = staging_sql(contract)
        files[stem.with_suffix(".yml")] = staging_yml(contract)
    return files


def staging_sql(contract: Contract) -> str:
    """The model: keys first, then the columns of the list in their order, then where each row came from."""
    header = [*_comment(_description(contract)), *_comment(_source(contract))]
    columns = [*_keys(contract), *_columns(contract), "{{ lineage() }}"]
    joins = [line for join in _joins(contract) for line in _join(*join)]
    selected = [f"    {column}," for column in columns[:-1]] + [f"    {columns[-1]}"]
    source = f"from {{{{ source('lake', '{_relation(contract)}') }}}} as src"
    return "\n".join([*header, "select", *selected, source, *joins]) + "\n"


def staging_yml(contract: Contract) -> str:
    """dbt's description of the model and of the source it reads."""
    return f"""# {_source(contract)}
version: 2

sources:
  - name: lake
    schema: lake
    tables:
      - name: {_relation(contract)}

models:
  - name: stg_{_relation(contract)}
    description: {json.dumps(_description(contract), ensure_ascii=False)}
"""


def _relation(contract: Contract) -> str:
    return contract.list.replace(".", "__")


def _source(contract: Contract) -> str:
    return SOURCE.format(*contract.list.split("."))


def _description(contract: Contract) -> str:
    """The grain of the model first, then that of the list."""
    name = f"{contract.zh} ({contract.list})"
    if contract.kind == "decision":
        grain = f"One row per decision of {name} in its latest form, revoked ones among them"
    else:
        grain = f"One row per accepted row of {name} in every winning batch"
    return f"{grain}{_named(contract)}. The list has {contract.grain[0].lower()}{contract.grain[1:]}"


def _named(contract: Contract) -> str:
    enterprises = ("enterprises",) if len(contract.enterprises) > 1 else ("enterprise",) * len(contract.enterprises)
    named = " and ".join([*enterprises, *("parcel" for _ in contract.parcels)])
    several = len(contract.enterprises) + len(contract.parcels) > 1
    return f", with the {'keys' if several else 'key'} of the {named} it names" if named else ""


def _comment(text: str) -> list[str]:
    lines = textwrap.wrap(text, WIDTH - 3, break_long_words=False, break_on_hyphens=False)
    return [f"-- {line}" for line in lines]


def _keys(contract: Contract) -> Iterator[str]:
    for named in contract.enterprises:
        column = f"{named.role}_enterprise_id" if named.role else "enterprise_id"
        yield f"coalesce({named.role or 'enterprise'}_key.enterprise_id, 'NO_ENTERPRISE') as {column}"
    if contract.parcels:
        yield "coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id"
    if contract.county in contract.outputs:
        yield "county.division_code as county_code"


def _columns(contract: Contract) -> Iterator[str]:
    for column in contract.columns:
        for name in column.outputs:
            if column.staged:
                yield f"{_qualified(column.staged, contract)} as {column.staged_as or name}"
            else:
                yield f"src.{name} as {column.staged_as}" if column.staged_as else f"src.{name}"


def _joins(contract: Contract) -> Iterator[Join]:
    for named in contract.enterprises:
        key = f"{named.role or 'enterprise'}_key"
        names = (_qualified(named.uscc, contract), _qualified(named.name, contract))
        yield "source('lake', 'enterprise_key')", key, "same_enterprise", (*names, key)
    for parcel in contract.parcels:
        place = () if parcel.place == "null" else (_qualified(parcel.place, contract),)
        names = (_qualified(parcel.land_code, contract), _qualified(parcel.location, contract))
        yield "source('lake', 'parcel_key')", "parcel_key", "same_parcel", (*names, "parcel_key", *place)
    if contract.county in contract.outputs:
        yield "ref('ref_division')", "county", "same_county", (f"src.{contract.county}", "county")


def _join(relation: str, alias: str, macro: str, arguments: tuple[str, ...]) -> list[str]:
    first = f"left join {{{{ {relation} }}}} as {alias}"
    quoted = [f'"{text}"' if "'" in text else f"'{text}'" for text in arguments]
    condition = f"    on {{{{ {macro}({', '.join(quoted)}) }}}}"
    if len(condition) <= WIDTH:
        return [first, condition]
    inner = [f"        {text}," for text in quoted[:-1]] + [f"        {quoted[-1]}"]
    return [first, f"    on {{{{ {macro}(", *inner, "    ) }}"]


def _qualified(expression: str, contract: Contract) -> str:
    """An expression over typed columns, each marked as the list's own: the joined tables have columns as well."""

    def mark(word: re.Match[str]) -> str:
        return f"src.{word[0]}" if word[0] in contract.outputs else word[0]

    return _WORD.sub(mark, expression)
