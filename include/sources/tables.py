"""One table of a contract: its files, how they are written, what identifies a row."""

import codecs
import re
import unicodedata
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from include.sources.columns import ColumnContract, Filled, Frozen

MAX_SHRINK = 0.5
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Sign = Annotated[str, StringConstraints(min_length=1, max_length=1, pattern=r"^[^\r\n\"]$")]


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
    key: Annotated[tuple[Name, ...], Field(max_length=31)]  # and a day: all that an index takes
    is_required: bool = True
    mode: Literal["changes", "snapshot"] = "changes"
    max_shrink: Annotated[float, Field(ge=0, le=1)] = MAX_SHRINK
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
        if self.max_shrink != MAX_SHRINK and self.mode != "snapshot":
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
