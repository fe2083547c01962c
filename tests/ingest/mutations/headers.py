"""Mutations of the header and of the shape of rows."""

from collections.abc import Mapping
from random import Random

from tests.ingest.mutations.cells import Rows, RowsMutation


def respell_header(rows: Rows, rng: Random) -> Rows:
    """Write names in capitals, padded, with other marks between the words."""
    change = rng.choice((str.upper, str.title, str.swapcase, _pad, _dash, _dot, _camel))
    rows[0] = [change(name) if rng.random() < 0.8 else name for name in rows[0]]
    return rows


def misspell_header(rows: Rows, rng: Random) -> Rows:
    """Drop, double or swap a letter of one name."""
    place = rng.randrange(len(rows[0]))
    name = rows[0][place] or "x"
    at = rng.randrange(len(name))
    rows[0][place] = rng.choice(
        (name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[::-1], name + "_2")
    )
    return rows


def rename_columns(aliases: Mapping[str, tuple[str, ...]]) -> RowsMutation:
    """Make the mutation that heads columns by other names: accepted ones, where there are any."""

    def mutate(rows: Rows, rng: Random) -> Rows:
        if not aliases.keys() & set(rows[0]):
            rows[0][rng.randrange(len(rows[0]))] = rng.choice(("other", "Feld 1", "名前"))
        rows[0] = [rng.choice((name, *aliases.get(name, ()))) for name in rows[0]]
        return rows

    return mutate


def reorder_columns(rows: Rows, rng: Random) -> Rows:
    """Put the columns into another order, values with them."""
    order = list(range(len(rows[0])))
    rng.shuffle(order)
    return [[row[place] for place in order] for row in rows]


def add_columns(rows: Rows, rng: Random) -> Rows:
    """Add columns that no contract knows, some of one name or of none."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(rows[0]))
        name = rng.choice(("note", "note", "", " ", "Unnamed: 0", 'a "b"', "_row", "_file", "é"))
        for number, row in enumerate(rows):
            value = rng.choice(("", "x", "ünïcode", 'say "x"', "a,b", "\\"))
            row.insert(at, value if number else name)
    return rows


def add_many_columns(rows: Rows, rng: Random) -> Rows:
    """Add so many columns that PostgreSQL's limits are near: arguments, row size, columns."""
    width = rng.choice((40, 60, 200, 280, 900, 3_000))
    extra = [f"c{number}" for number in range(width)]
    value = rng.choice(("1", "", "a longer text than a pointer to it"))
    return [[*rows[0], *extra]] + [[*row, *([value] * width)] for row in rows[1:20]]


def drop_column(rows: Rows, rng: Random) -> Rows:
    """Leave one column out, unless it is the only one."""
    place = rng.randrange(len(rows[0]))
    if len(rows[0]) == 1:
        return rows
    return [row[:place] + row[place + 1 :] for row in rows]


def repeat_column(rows: Rows, rng: Random) -> Rows:
    """Send one column twice."""
    place = rng.randrange(len(rows[0]))
    return [[*row, row[place]] for row in rows]


def repeat_header(rows: Rows, rng: Random) -> Rows:
    """Put the header once more between the rows, as a file glued from two has it."""
    rows.insert(rng.randint(1, len(rows)), list(rows[0]))
    return rows


def remove_header(rows: Rows, _rng: Random) -> Rows:
    """Leave the header out."""
    return rows[1:] or rows


def keep_header_only(rows: Rows, _rng: Random) -> Rows:
    """Leave the header alone."""
    return rows[:1]


def make_ragged(rows: Rows, rng: Random) -> Rows:
    """Cut fields off some rows, and add some to others."""
    for row in rows[1:]:
        if rng.random() < 0.05:
            if rng.random() < 0.5:
                del row[rng.randint(0, len(row)) :]
            else:
                row.extend([""] * rng.randint(1, 3))
    return rows


def _pad(name: str) -> str:
    return f"  {name}\t "


def _dash(name: str) -> str:
    return name.replace("_", "-")


def _dot(name: str) -> str:
    return name.replace("_", ". ")


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


HEADER_MUTATIONS: dict[str, RowsMutation] = {
    "respelled header": respell_header,
    "misspelled header": misspell_header,
    "renamed columns": rename_columns({}),
    "reordered columns": reorder_columns,
    "added columns": add_columns,
    "many columns": add_many_columns,
    "dropped column": drop_column,
    "repeated column": repeat_column,
    "repeated header": repeat_header,
    "no header": remove_header,
    "header only": keep_header_only,
    "ragged rows": make_ragged,
}
