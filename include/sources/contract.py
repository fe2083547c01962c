"""The contract of a source: which files it sends, which columns they hold, and of what type."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from include.settings import PROJECT
from include.sources.yaml_document import YamlError, read_document

SOURCES = PROJECT / "include" / "sources"

ColumnType = Literal["text", "integer", "number", "date", "timestamp", "boolean"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

POSTGRES_TYPES: dict[ColumnType, str] = {
    "text": "text",
    "integer": "bigint",
    "number": "numeric",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}

# A value must match fully before it is cast: PostgreSQL alone takes `today`, `NaN` and `1_000`.
# Only syntax that Python and PostgreSQL read alike.
DEFAULT_PATTERNS: dict[ColumnType, str] = {
    "text": "",
    "integer": r"[+-]?[0-9]{1,18}",
    "number": r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "timestamp": r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?",
    "boolean": r"true|false|t|f|yes|no|1|0",
}


class ContractError(ValueError):
    """A source is unknown or its contract is wrong; the message names file, line and field."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnContract(_Frozen):
    """One column of a file: its type, whether it may be empty, how its header is spelled."""

    type: ColumnType
    is_required: bool = False
    pattern: Filled | None = None
    header: Filled | None = None
    aliases: tuple[Filled, ...] = ()
    min: float | None = None
    max: float | None = None

    @property
    def full_pattern(self) -> str:
        """Return the pattern that a value must fully match; empty when anything will do."""
        return self.pattern or DEFAULT_PATTERNS[self.type]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.pattern is not None:
            try:
                re.compile(self.pattern)
            except re.error as error:
                raise ValueError(f"pattern {self.pattern!r} is not a pattern: {error}") from error
        if (self.min is not None or self.max is not None) and self.type not in {
            "integer",
            "number",
        }:
            raise ValueError(f"min and max belong to integer and number, not to {self.type}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}")
        return self


class TableContract(_Frozen):
    """One file a day, and the bronze table of the same columns."""

    file: Filled
    key: tuple[Name, ...]
    is_required: bool = True
    columns: dict[Name, ColumnContract]
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","

    def headers(self, column: str) -> tuple[str, ...]:
        """Return every accepted spelling of a column's header, the usual one first."""
        contract = self.columns[column]
        return (contract.header or column, *contract.aliases)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.key:
            raise ValueError("key is empty: name the columns that identify a row within a day")
        for column in self.key:
            if column not in self.columns:
                raise ValueError(f"key column {column!r} is not among the columns")
            if not self.columns[column].is_required:
                raise ValueError(f"key column {column!r} must have is_required: true")
        owners: dict[str, str] = {}
        for column in self.columns:
            for header in self.headers(column):
                owner = owners.setdefault(header.casefold(), column)
                if owner != column:
                    raise ValueError(f"header {header!r} belongs to both {owner!r} and {column!r}")
        return self


class Contract(_Frozen):
    """A business whose files we read; `tables` is keyed by the bronze table's name."""

    name: Name
    description: Filled
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    timezone: Filled
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    tables: dict[Name, TableContract]

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"timezone {self.timezone!r} is unknown, take an IANA name") from error
        if not self.tables:
            raise ValueError("tables is empty: a source sends at least one file")
        return self


def known_sources() -> tuple[str, ...]:
    """Return the names of all sources that have a contract."""
    return tuple(sorted(path.parent.name for path in SOURCES.glob("*/contract.yaml")))


@cache
def load_contract(name: str) -> Contract:
    """Read `include/sources/<name>/contract.yaml`.

    Raises `ContractError`: an unknown source lists the known ones, a wrong contract names
    file, line and field.
    """
    if name not in known_sources():
        raise ContractError(
            f"source {name!r} is unknown: known are {', '.join(known_sources())}"
            f" (a source is a folder include/sources/<name>/ with a contract.yaml)"
        )
    contract = read_contract(SOURCES / name / "contract.yaml")
    if contract.name != name:
        raise ContractError(f"{SOURCES / name / 'contract.yaml'}: name is {contract.name!r}")
    return contract


def read_contract(path: Path) -> Contract:
    """Read one contract file; raises `ContractError` naming file, line and field."""
    try:
        document = read_document(path)
    except YamlError as error:
        raise ContractError(f"{path}: {error}") from error
    try:
        return Contract.model_validate(document.values)
    except ValidationError as error:
        problems = [
            f"line {document.find_line(problem['loc'])}:"
            f" {'.'.join(map(str, problem['loc'])) or 'contract'}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise ContractError(f"{path}: " + "; ".join(problems)) from error
