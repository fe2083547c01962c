"""Match the header of a file with the columns of its contract."""

from dataclasses import dataclass
from difflib import get_close_matches

from include.sources.contract import TableContract, fold_header

LONGEST_SHOWN = 200


@dataclass(frozen=True)
class HeaderMatch:
    """What a header holds: the contract's column of each field, "" for a field it does not know.

    `suggestions` maps the usual header of a missing column to an unknown field that resembles it.
    """

    header: tuple[str, ...]
    columns: tuple[str, ...]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    repeated: tuple[str, ...]
    suggestions: dict[str, str]

    def describe_problem(self) -> str:
        """Say why the file cannot be loaded; empty when it can."""
        shown = ", ".join(self.header)[:LONGEST_SHOWN]
        if not any(self.columns):
            return f"line 1 holds no known column, the header may be missing: it is {shown!r}"
        if self.repeated:
            return f"the header has column {', '.join(self.repeated)} more than once"
        if not self.missing_required:
            return ""
        hints = "".join(
            f"; is {found!r} meant for {name}? Then add it to the aliases"
            for name, found in self.suggestions.items()
        )
        missing = ", ".join(self.missing_required)
        return f"the header lacks required column {missing}; its first line is {shown!r}{hints}"


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
        suggestions={
            terms.headers(name)[0]: unknown[found]
            for name in required
            for found in get_close_matches(fold_header(terms.headers(name)[0]), unknown, n=1)
        },
    )
