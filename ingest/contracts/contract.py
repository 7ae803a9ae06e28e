"""Ingest, contracts: what a list is: one YAML each, checked when loaded (docs/architecture.md, Contracts)."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, model_validator

from ingest.contracts.named import EnterpriseNamed, ParcelNamed, Strict
from ingest.lake.refusals import reasons

Kind = Literal["snapshot", "register", "period", "event", "decision"]
Grain = Literal["date", "month", "year"]
ColumnType = Literal[
    "text",
    "code",
    "uscc",
    "date",
    "month",
    "year",
    "date_range",
    "integer",
    "decimal",
    "money",
    "area",
    "boolean",
    "category",
    "geometry",
]
Severity = Literal["reject", "warn", "note"]
Personal = Literal["no", "always", "if_natural_person", "free_text", "address", "office"]
"""What is done about persons in a column: never typed; a name hashed unless it is an organisation's; names and numbers
masked in a text, or in an address but for its places; whatever is no office masked."""

SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "uscc": "VARCHAR",
    "category": "VARCHAR",
    "date": "DATE",
    "month": "DATE",
    "year": "INTEGER",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18,4)",
    "area": "DECIMAL(18,4)",
    "money": "DECIMAL(18,2)",
    "boolean": "BOOLEAN",
    "geometry": "VARCHAR",
}

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where it is built in: all contracts are read several times in a refresh, 15 times faster."""


class Column(Strict):
    """One canonical column and everything departments may call it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    type: ColumnType
    headers: tuple[str, ...] = ()
    region_headers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    required: bool = False
    """The header must be there, else the file is refused."""
    nullable: bool = True
    """False: an empty cell quarantines its row."""
    unit: str | None = None
    """The unit of the list when neither header, unit row nor note says another (元, 万元, ㎡, 亩, 公顷)."""
    plausible: tuple[Decimal, Decimal] | None = None
    """Smallest and largest value an honest row may hold, in the typed unit. A value outside that lies inside in
    another unit of its kind is reported as such, never converted."""
    width: int | None = None
    """A code of fixed length: a number cell that lost its leading zeros gets them back, flagged."""
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Category: canonical value -> spellings accepted for it."""
    nulls: tuple[str, ...] = ()
    """Texts that mean "empty" in this column, beside the blanks every column has."""
    month_means: Literal["start", "end"] = "start"
    """Which day a month-only date stands for: a deadline 2023年6月 runs to its last day."""
    title_pattern: str | None = None
    """Regex with one group that finds the value in title or file name when the column is missing."""
    on_bad: Literal["reject", "warn"] | None = None
    """What an unreadable value does; by default it rejects where the cell must be filled, else warns."""
    sensitivity: Literal["L1", "L2", "L3", "L4"] = "L1"
    personal: Personal = "no"
    """Default deny: a text is free text where its contract does not say what else it is."""
    period_kind: Literal["当月", "累计", "年报", "快报", "时点"] | None = None
    staged_as: str | None = None
    """Name in the staging model, where the list's own word means something else there."""
    staged: str | None = None
    """SQL over typed columns that the staging model shows instead of the cell."""

    @model_validator(mode="before")
    @classmethod
    def _text_is_free(cls, said: Any) -> Any:
        if isinstance(said, dict) and said.get("type") == "text":
            return {"personal": "free_text"} | said
        return said

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing quotes its cells: it names persons, or is confidential in itself."""
        return self.personal in ("always", "if_natural_person") or self.sensitivity == "L4"

    @property
    def bad_severity(self) -> Severity:
        """Severity of a value that cannot be read."""
        return self.on_bad or ("warn" if self.nullable else "reject")

    @property
    def outputs(self) -> dict[str, str]:
        """Typed columns made of this one: name -> SQL type. Personal columns make none."""
        if self.personal == "always":
            return {}
        if self.type == "date_range":
            return {f"{self.name}_from_date": "DATE", f"{self.name}_to_date": "DATE"}
        return {self.name: SQL_TYPES[self.type]}

    def names_in(self, region: str) -> tuple[str, ...]:
        """Every header accepted for this column in a region."""
        return (self.zh, *self.headers, *self.region_headers.get(region, ()))


class Rule(Strict):
    """A row rule: ``holds`` is a SQL predicate over the typed columns; NULL counts as holding.

    It may look at the other rows of its batch: through window functions, or as table ``rows``.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    column: str
    holds: str
    severity: Severity
    zh: str
    remedy: str
    dimension: Literal["规范性", "完整性", "准确性", "一致性", "时效性", "可访问性"]
    owner: str | None = None
    """The office that must mend it, where it is not the department itself."""


class Expectation(Strict):
    """One Great Expectations check on a whole batch; ``type`` is GX's snake_case name."""

    type: str
    column: str | None = None
    args: dict[str, object] = Field(default_factory=dict)
    severity: Literal["critical", "warning"]
    reason: str
    """Why this bound, dated; a bound without a reason cannot be judged later."""
    zh: str = Field(min_length=1)
    """What the department reads when it fails."""


class Contract(Strict):
    """A list: who keeps it, what a row is, what its columns are and what must hold."""

    list: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    zh: str
    aliases: tuple[str, ...] = ()
    grain: str
    kind: Kind
    period: Grain
    natural_key: tuple[str, ...]
    unique_key: bool = True
    """False where real lists have no key of their own: only identical rows count as duplicates."""
    enterprises: tuple[EnterpriseNamed, ...] = ()
    """Whom a row names: each gets an enterprise key."""
    parcels: tuple[ParcelNamed, ...] = ()
    """What land a row names: each gets a parcel key."""
    county: str = "county_name"
    """Column that names the county of a row, where the list has it."""
    columns: tuple[Column, ...]
    ignored_headers: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """填报说明: lines for the blank template that the columns do not say themselves."""
    rules: tuple[Rule, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @model_validator(mode="after")
    def _references_exist(self) -> Contract:
        outputs = set(self.outputs)
        names = {c.name for c in self.columns}
        wrong = [k for k in self.natural_key if k not in outputs]
        wrong += [r.column for r in self.rules if r.column not in names | outputs]
        wrong += [e.column for e in self.expectations if e.column and e.column not in outputs]
        wrong += [self.county] if "county" in self.model_fields_set and self.county not in outputs else []
        if wrong:
            raise ValueError(f"{self.list}: no such column: {', '.join(wrong)}")
        if len({named.role for named in self.enterprises}) < len(self.enterprises) or len(self.parcels) > 1:
            raise ValueError(f"{self.list}: a second enterprise needs a role of its own, a second parcel has no place")
        for column in self.columns:
            if (column.type == "category") != bool(column.values):
                raise ValueError(f"{self.list}.{column.name}: a category, and only a category, lists its values")
            if column.type in ("money", "area") and not column.unit:
                raise ValueError(f"{self.list}.{column.name}: {column.type} needs the unit of the list")
        return self

    def __hash__(self) -> int:
        """A list has one contract at a time, so that what was made of one can be kept by it."""
        return hash(self.list)

    @property
    def department(self) -> str:
        """The part of the list code before the dot."""
        return self.list.split(".")[0]

    @property
    def is_restated(self) -> bool:
        """Whether each delivery states everything anew: a fault that stays is then one fault, whatever the period."""
        return self.kind in ("snapshot", "register")

    @property
    def is_added_by_key(self) -> bool:
        """Whether deliveries add to each other by key: none replaces another whole."""
        return self.kind in ("event", "decision")

    @property
    def is_cumulative(self) -> bool:
        """Whether it reports from January on (累计): a title 1-6月 then means the report through June."""
        return any(column.period_kind == "累计" for column in self.columns)

    @cached_property
    def outputs(self) -> dict[str, str]:
        """Typed columns of the list in order: name -> SQL type."""
        return {name: kind for column in self.columns for name, kind in column.outputs.items()}

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything in the contract; what a reading of its files depends on is in ``reading``."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_contract(path: Path) -> Contract:
    """Read one contract; the message names the file when it is wrong."""
    try:
        return Contract.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER))
    except ValueError as error:
        raise ValueError(f"{path.name} is not a valid contract: {reasons(error)}") from error


def load_contracts(folder: Path | None = None) -> dict[str, Contract]:
    """All contracts by list code, in order of the code."""
    folder = folder or Path(__file__).parent
    contracts = [load_contract(path) for path in sorted(folder.glob("*/*.yml"))]
    return {contract.list: contract for contract in sorted(contracts, key=lambda c: c.list)}
