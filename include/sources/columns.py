"""One column of a contract: its type, how its values are written, what a wrong one means."""

import re
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from include.sources.formats import Format, compile_date, compile_number

ColumnType = Literal["text", "identifier", "integer", "number", "date", "timestamp", "boolean"]
RowBreach = Literal["quarantine_row", "quarantine_file", "fail_day", "warn"]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=20, strip_whitespace=True)]

TEXTS: frozenset[ColumnType] = frozenset({"text", "identifier"})
NUMBERS: frozenset[ColumnType] = frozenset({"integer", "number"})
TIMES: frozenset[ColumnType] = frozenset({"date", "timestamp"})
LARGEST_FACTOR = 1e15

POSTGRES_TYPES: dict[ColumnType, str] = {
    "text": "text",
    "identifier": "text",
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
    "identifier": "",
    "integer": r"[+-]?[0-9]{1,18}",
    "number": r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "timestamp": r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?",
    "boolean": r"[Tt]rue|TRUE|[Ff]alse|FALSE|[TtFfYyNn]|[Yy]es|YES|[Nn]o|NO|1|0",
}

PYTHON_ONLY = re.compile(r"\(\?[^:=!<]|\(\?<[^=!]|\\[bB]")


class Frozen(BaseModel):
    """A part of a contract: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True
    )


def check_time_zone(name: str) -> str:
    """Return the name of a time zone; raises `ValueError` when there is none such."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"timezone {name!r} is unknown, take an IANA name") from error
    return name


class ColumnContract(Frozen):
    """One column of a file. `type` comes first: what the other fields may say depends on it."""

    type: ColumnType
    is_required: bool = False
    header: Filled | None = None
    aliases: tuple[Filled, ...] = ()
    pattern: Filled | None = None
    affixes: tuple[Word, ...] = ()
    multipliers: dict[Word, float] = {}
    formats: tuple[Filled, ...] = ()
    min: float | None = None
    max: float | None = None
    unit: Filled | None = None
    time_zone: Filled | None = None
    on_breach: RowBreach = "quarantine_row"

    @property
    def full_pattern(self) -> str:
        """Return the pattern that a value must fully match; empty when anything will do."""
        if self.is_plain:
            return self.pattern or DEFAULT_PATTERNS[self.type]
        return "|".join(f"(?:{each.pattern})" for each in self.compile_formats())

    @property
    def is_plain(self) -> bool:
        """Return whether PostgreSQL reads the values as they stand: nothing says otherwise."""
        return not (self.formats or self.affixes or self.multipliers)

    def compile_formats(self) -> tuple[Format, ...]:
        """Return the accepted formats, compiled; none for a column that is written our way."""
        if self.is_plain:
            return ()
        if self.type in TIMES:
            return tuple(compile_date(example) for example in self.formats)
        return tuple(
            compile_number(example, self.affixes, self.multipliers)
            for example in self.formats or ("1234.56",)
        )

    @field_validator("pattern")
    @classmethod
    def _check_pattern(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"pattern {pattern!r} is not a pattern: {error}") from error
            if found := PYTHON_ONLY.search(pattern):
                raise ValueError(f"pattern {pattern!r}: PostgreSQL does not know {found[0]!r}")
        return pattern

    @field_validator("min", "max", "affixes", "multipliers")
    @classmethod
    def _check_belongs_to_numbers(cls, value: Any, info: ValidationInfo) -> Any:
        if value not in (None, (), {}) and info.data.get("type", "number") not in NUMBERS:
            raise ValueError(
                f"{info.field_name} belongs to integer and number, not to {info.data['type']}"
            )
        return value

    @field_validator("multipliers")
    @classmethod
    def _check_factors(cls, multipliers: dict[str, float]) -> dict[str, float]:
        for word, factor in multipliers.items():
            if not 0 < factor <= LARGEST_FACTOR:
                raise ValueError(f"multiplier {word!r} is {factor:g}: it must be above 0")
        return multipliers

    @field_validator("formats")
    @classmethod
    def _check_formats(cls, formats: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind = info.data.get("type")
        if not formats or kind is None:
            return formats
        if kind not in NUMBERS | TIMES:
            raise ValueError(f"formats belong to numbers, dates and timestamps, not to {kind}")
        if len(set(formats)) != len(formats):
            raise ValueError("formats has one of them twice")
        for example in formats:
            if kind in NUMBERS:
                compile_number(example, (), ())
                continue
            compiled = compile_date(example)
            if kind == "date" and compiled.has_zone:
                raise ValueError(f"format {example!r}: TZ belongs to a timestamp, not to a date")
            if kind == "timestamp" and "DD" not in example:
                raise ValueError(f"format {example!r} has no day (DD), a timestamp needs one")
        return formats

    @field_validator("time_zone")
    @classmethod
    def _check_time_zone(cls, zone: str | None, info: ValidationInfo) -> str | None:
        if zone is not None and info.data.get("type", "timestamp") != "timestamp":
            raise ValueError(f"time_zone belongs to a timestamp, not to {info.data['type']}")
        return zone if zone is None else check_time_zone(zone)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}")
        if self.on_breach == "warn" and self.is_required:
            raise ValueError(
                "on_breach: warn empties the value, but is_required says it may not be"
            )
        return self
