"""Bad rows, planted on purpose and counted: what a real business sends now and then."""

import csv
import io
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from include.sources.contract import ColumnType, TableContract
from include.sources.demo.world import Columns

BAD_SHARE = 0.003
DAMAGED_TABLES = frozenset(
    {"orders", "order_items", "deliveries", "payments", "reviews", "customers", "marketing"}
)
KINDS = ("number", "time", "key", "short", "long", "copy")
BAD_NUMBERS = ("n/a", "12,50", "1_000", "NaN", "--")
BAD_TIMES = ("2026-02-30 12:00:00", "31.12.2026", "today", "2026-13-01", "0000-00-00 00:00:00")
NUMBERS: frozenset[ColumnType] = frozenset({"integer", "number"})
TIMES: frozenset[ColumnType] = frozenset({"date", "timestamp"})


@dataclass(frozen=True)
class Planted:
    """What ingest must find in a file: all rows, those it must refuse, those it must merge."""

    rows: int
    quarantined: int
    merged: int


def render_csv(columns: Columns) -> list[str]:
    """Return the lines of a CSV file, header first; an empty value is empty, not quoted."""
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, sink)
    text: str = sink.getvalue().to_pybytes().decode("utf-8")
    return text.splitlines()


def plant_defects(
    lines: list[str], terms: TableContract, rng: np.random.Generator
) -> tuple[list[str], Planted]:
    """Damage a share of the rows and repeat some at the end; return the lines and the count."""
    header, rows = lines[0], lines[1:]
    picked = np.flatnonzero(rng.random(len(rows)) < BAD_SHARE)
    copies = []
    for row in picked:
        kind = str(rng.choice(KINDS))
        if kind == "copy":
            copies.append(rows[row])
        else:
            rows[row] = _damage(rows[row], kind, terms, rng)
    planted = Planted(len(rows) + len(copies), len(picked) - len(copies), len(copies))
    return [header, *rows, *copies], planted


def _damage(line: str, kind: str, terms: TableContract, rng: np.random.Generator) -> str:
    fields = next(csv.reader([line]))
    wanted = {"number": NUMBERS, "time": TIMES}.get(kind, frozenset())
    places = [at for at, column in enumerate(terms.columns.values()) if column.type in wanted]
    if kind == "short":
        fields = fields[:-2]
    elif kind == "long":
        fields.append("")
    elif places:
        values = BAD_NUMBERS if kind == "number" else BAD_TIMES
        fields[int(rng.choice(places))] = str(rng.choice(values))
    else:
        fields[list(terms.columns).index(terms.key[0])] = ""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()
