"""Match the header of a file with the columns of its contract."""

from dataclasses import dataclass
from difflib import get_close_matches

from include.sources.contract import TableContract, fold_header

LONGEST_SHOWN = 200
USUAL_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class HeaderMatch:
    """What a header holds: the contract's column of each field, "" for a field it does not know.

    `suggestions` maps the usual header of a missing column to an unknown field that resembles it;
    `delimiter` is the one that would find known columns, where the accepted ones find none.
    """

    header: tuple[str, ...]
    columns: tuple[str, ...]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    repeated: tuple[str, ...]
    suggestions: dict[str, str]
    delimiter: str = ""

    def describe_problem(self) -> str:
        """Say why the file cannot be loaded; empty when it can."""
        shown = ", ".join(self.header)[:LONGEST_SHOWN]
        if self.delimiter:
            return (
                f"line 1 holds no known column, but {self.delimiter!r} would split it into some:"
                f" add it to the delimiters; it is {shown!r}"
            )
        if not any(self.columns):
            return f"line 1 holds no known column, the header may be missing: it is {shown!r}"
        if self.repeated:
            return f"the header has column {', '.join(self.repeated)} more than once"
        if not self.missing_required:
            return ""
        hints = "".join(self.suggest(name) for name in self.missing_required)
        missing = ", ".join(self.missing_required)
        return f"the header lacks required column {missing}; its first line is {shown!r}{hints}"

    def suggest(self, name: str) -> str:
        """Ask whether an unknown field is meant for a missing column; empty without one like it."""
        found = self.suggestions.get(name)
        return f"; is {found!r} meant for {name}? Then add it to the aliases" if found else ""


def is_header(fields: list[str], terms: TableContract) -> bool:
    """Return whether a line is a header, where the contract says that there is none."""
    found = {column for column in match_header(fields, terms).columns if column}
    return len(found) > len(terms.columns) / 2


def match_header(header: list[str], terms: TableContract) -> HeaderMatch:
    """Match each field with a column by any of its spellings, whatever case and punctuation."""
    owners = {
        fold_header(spelling): column
        for column in terms.columns
        for spelling in terms.headers(column)
    }
    columns = tuple(owners.get(fold_header(name), "") for name in header)
    missing = [name for name in terms.columns if name not in columns]
    forgiven = terms.on_breach.columns == "warn"
    required = [
        name
        for name in missing
        if terms.columns[name].is_required and (name in terms.key or not forgiven)
    ]
    unknown = {
        fold_header(name): name for name, column in zip(header, columns, strict=True) if not column
    }
    return HeaderMatch(
        header=tuple(header),
        columns=columns,
        missing_required=tuple(terms.headers(name)[0] for name in required),
        missing_optional=tuple(name for name in missing if name not in required),
        repeated=tuple(sorted({name for name in columns if name and columns.count(name) > 1})),
        delimiter="" if any(columns) else _find_delimiter(header, owners),
        suggestions={
            terms.headers(name)[0]: unknown[found]
            for name in missing
            for found in get_close_matches(fold_header(terms.headers(name)[0]), unknown, n=1)
        },
    )


def _find_delimiter(header: list[str], owners: dict[str, str]) -> str:
    """Return the usual delimiter that splits a header of one field into known columns."""
    line = header[0] if len(header) == 1 else ""
    return next(
        (
            delimiter
            for delimiter in USUAL_DELIMITERS
            if delimiter in line
            and any(fold_header(name) in owners for name in line.split(delimiter))
        ),
        "",
    )
