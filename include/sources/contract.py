"""The contract of a source: which files it sends, which columns they hold, and of what type."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

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
from include.sources.holidays import check_country
from include.sources.money import MoneyContract
from include.sources.tables import Name, TableContract, fold_header
from include.sources.yaml_document import YamlError, read_model

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
    "list_mapped",
    "load_contract",
    "read_contract",
]

SOURCES = PROJECT / "include" / "sources"
LONGEST_TABLE_NAME = 50  # bronze adds endings to it, and PostgreSQL cuts names at 63


class ContractError(ValueError):
    """A source is unknown or its contract is wrong; the message names file, line and field."""


class Contract(Frozen):
    """A business whose files we read; `tables` is keyed by the bronze table's name.

    `agreed_late_share` is the share of late orders that its service agreement bears.
    """

    name: Name
    description: Filled
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    timezone: Filled
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(check_country)]
    money: MoneyContract | None = None
    agreed_late_share: Annotated[float, Field(gt=0, lt=1)] | None = None
    tables: dict[Name, TableContract]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_time_zone(self.timezone)
        if not self.tables:
            raise ValueError("tables is empty: a source sends at least one file")
        for table in self.tables:
            if len(table) > LONGEST_TABLE_NAME or table.endswith("_typed"):
                raise ValueError(
                    f"table {table!r}: its name may have {LONGEST_TABLE_NAME} letters, and not end"
                    " in _typed, which is how its view is called"
                )
        return self


def list_mapped(name: str) -> frozenset[str]:
    """Return the silver tables that a source fills: those with a mapping."""
    return frozenset(path.stem for path in (SOURCES / name / "mapping").glob("*.sql"))


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
        return read_model(path, Contract)
    except YamlError as error:
        raise ContractError(f"{path}: {error}") from error
