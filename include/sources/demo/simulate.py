"""The simulator: writes the drops of a grocery business that never was.

A drop depends on the seed, the day and the day of the drift, never on what was written before.
"""

import gzip
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from include.sources.contract import load_contract
from include.sources.demo.defects import DAMAGED_TABLES, Planted, plant_defects, render_csv
from include.sources.demo.files import list_history, list_night
from include.sources.demo.world import HISTORY_DAYS, World, open_stream
from include.sources.drop import has_drop, open_drop

PACKED_TABLES = frozenset({"order_items"})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SimulatedFile:
    """One file of a drop: its lines with the header first, and the bad rows planted in it."""

    lines: list[str]
    planted: Planted


def simulate_drop(
    day: date, first_night: date, drift_day: date | None = None
) -> dict[str, SimulatedFile]:
    """Return the files of one drop by table; the one before `first_night` holds all history.

    `drift_day` is the first day whose orders live after the drift; usually `first_night`.
    """
    world = World(drift_day or first_night)
    history_from = first_night - timedelta(days=HISTORY_DAYS)
    if day < first_night:
        tables = list_history(world, history_from, first_night - timedelta(days=1))
    else:
        tables = list_night(world, day, history_from=history_from)
    contract = load_contract("demo")
    files = {}
    for number, (table, columns) in enumerate(tables.items()):
        lines = render_csv(columns)
        planted = Planted(len(lines) - 1, 0, 0)
        if table in DAMAGED_TABLES:
            rng = open_stream(world.seed, "defects", day.toordinal(), number)
            lines, planted = plant_defects(lines, contract.tables[table], rng)
        if planted.rows:
            files[table] = SimulatedFile(lines, planted)
    return files


def count_planted(
    day: date, first_night: date, drift_day: date | None = None
) -> dict[str, Planted]:
    """Return, by table, how many bad rows the drop of a day holds: what ingest must report."""
    drop = simulate_drop(day, first_night, drift_day)
    return {table: file.planted for table, file in drop.items()}


def write_night(landing: Path, day: date, first_night: date, drift_day: date | None = None) -> None:
    """Write the drop of one day, unless it is there."""
    if has_drop(landing, day):
        return
    with open_drop(landing, day) as folder:
        for table, file in simulate_drop(day, first_night, drift_day).items():
            data = ("\n".join(file.lines) + "\n").encode("utf-8")
            if table in PACKED_TABLES:
                packed = gzip.compress(data, compresslevel=1, mtime=0)
                (folder / f"{table}.csv.gz").write_bytes(packed)
            else:
                (folder / f"{table}.csv").write_bytes(data)
    log.info("demo: drop of %s written to %s", day, landing)


def write_drops(
    data: Path | None,
    landing: Path,
    first_night: date,
    last_night: date,
    drift_day: date | None = None,
) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night.

    `data` is not used: a simulator needs no files.
    """
    day = first_night - timedelta(days=1)
    while day <= last_night:
        write_night(landing, day, first_night, drift_day)
        day += timedelta(days=1)
