"""The contract of a source: which files it sends, which columns they hold, and of what type."""

import codecs
import re
import unicodedata
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from include.settings import PROJECT
from include.sources.columns import (
    DEFAULT_PATTERNS,
    POSTGRES_TYPES,
    ColumnContract,
    ColumnType,
    Filled,
    Frozen,
    check_time_zone,
)
from include.sources.yaml_document import YamlError, read_document

__all__ = [
    "DEFAULT_PATTERNS",
    "POSTGRES_TYPES",
    "SOURCES",
    "ColumnContract",
    "ColumnType",
    "Contract",
    "ContractError",
    "TableContract",
    "fold_header",
    "known_sources",
    "load_contract",
    "read_contract",
]

SOURCES = PROJECT / "include" / "sources"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Sign = Annotated[str, StringConstraints(min_length=1, max_length=1, pattern=r"^[^\r\n\"]$")]


class ContractError(ValueError):
    """A source is unknown or its contract is wrong; the message names file, line and field."""


def fold_header(name: str) -> str:
    """Return the spelling by which headers are compared: case, padding and punctuation aside."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip("\ufeff \t\r\n")
    return re.sub(r"[\W_]+", "_", folded).strip("_")


class TableBreaches(Frozen):
    """What to do with a file whose columns do not fit, and with one that cannot be read."""

    columns: Literal["fail_day", "quarantine_file", "warn"] = "fail_day"
    file: Literal["fail_day", "quarantine_file"] = "fail_day"


class TableContract(Frozen):
    """The files of one kind, and the bronze table of the same columns."""

    patterns: Annotated[tuple[Filled, ...], Field(alias="file", min_length=1)]
    key: tuple[Name, ...]
    is_required: bool = True
    mode: Literal["changes", "snapshot"] = "changes"
    max_shrink: Annotated[float, Field(ge=0, le=1)] = 0.5
    delimiters: Annotated[tuple[Sign, ...], Field(min_length=1)] = (",",)
    encodings: Annotated[tuple[Filled, ...], Field(min_length=1)] = ("utf-8",)
    has_header: bool = True
    may_end_without_newline: bool = False
    on_breach: TableBreaches = TableBreaches()
    columns: dict[Name, ColumnContract]

    @property
    def file(self) -> str:
        """Return the first pattern, for those who write such files."""
        return self.patterns[0]

    @property
    def delimiter(self) -> str:
        """Return the first delimiter, for those who write such files."""
        return self.delimiters[0]

    def fits(self, file_name: str) -> bool:
        """Return whether a file of this name belongs to the table; case does not matter."""
        return any(fnmatchcase(file_name.lower(), each.lower()) for each in self.patterns)

    def headers(self, column: str) -> tuple[str, ...]:
        """Return every accepted spelling of a column's header, the usual one first."""
        contract = self.columns[column]
        return (contract.header or column, *contract.aliases)

    def is_identifier(self, column: str) -> bool:
        """Return whether a column names a thing: its digits may not be rounded away."""
        kind = self.columns[column].type
        is_named_so = column in self.key or column.endswith("_id")
        return kind == "identifier" or (kind == "text" and is_named_so)

    @field_validator("patterns", mode="before")
    @classmethod
    def _list_patterns(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("encodings")
    @classmethod
    def _check_encodings(cls, encodings: tuple[str, ...]) -> tuple[str, ...]:
        try:
            for name in encodings:
                "".encode(name)  # refuses what is no encoding of text as well
            return tuple(codecs.lookup(name).name for name in encodings)
        except LookupError as error:
            raise ValueError(
                f"{error}: take utf-8, cp1252, latin-1 or another of Python's"
            ) from error

    @model_validator(mode="after")
    def _check(self) -> Self:
        if "max_shrink" in self.model_fields_set and self.mode != "snapshot":
            raise ValueError("max_shrink belongs to mode: snapshot")
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
                owner = owners.setdefault(fold_header(header), column)
                if owner != column:
                    raise ValueError(f"header {header!r} belongs to both {owner!r} and {column!r}")
        return self


class Contract(Frozen):
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
        check_time_zone(self.timezone)
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
            f" {'.'.join(map(str, problem['loc'])) or 'contract'}: "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise ContractError(f"{path}: " + "; ".join(problems)) from error
