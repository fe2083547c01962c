"""Damage files in ten thousand ways, load each, and compare every row with an oracle.

`python -m bench.mutate_files [--drops 10000] [--histories 500] [--seed 0] [--sample olist.orders]
[--keep FOLDER]` starts an embedded PostgreSQL and runs what tests/ingest/mutations runs, for as
many drops as asked: made-up files, the simulator's, and the public sets that are in
NIGHTSHIFT_DATA; then histories of several days. It prints what became of the rows and every
disagreement, with the seed that makes it again; `--keep` writes those drops to a folder, shortened
to the lines that matter. Exit 1 if there was one.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from include.runtime.temporary_cluster import run_temporary_cluster
from include.warehouse.migrate import migrate_warehouse
from tests.ingest.mutations.check import Checker, Outcome
from tests.ingest.mutations.history import HistoryChecker
from tests.ingest.mutations.samples import (
    Sample,
    made_up_samples,
    public_samples,
    simulated_samples,
)

SHOWN = 40


def run(url: str, samples: list[Sample], drops: int, seed: int, keep: Path | None) -> Outcome:
    """Mutate every sample equally often; print what came of each sample."""
    total = Outcome()
    each = -(-drops // len(samples))
    for sample in samples:
        started = time.monotonic()
        outcome = Outcome()
        with (
            tempfile.TemporaryDirectory() as folder,
            closing(psycopg2.connect(url)) as connection,
        ):
            checker = Checker(connection, sample, Path(folder))
            for number in range(seed, seed + each):
                found = checker.run(number)
                if found.findings and keep is not None:
                    save_drop(keep / f"{sample.name}_{number}", checker, number)
                outcome.add(found)
        spent = time.monotonic() - started
        print(f"{sample.name}: {describe(outcome)}, {1000 * spent / each:.0f} ms a drop")
        total.add(outcome)
    return total


def run_histories(url: str, histories: int, seed: int) -> Outcome:
    """Deliver random histories of several days, some of them late, again or smaller."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder, closing(psycopg2.connect(url)) as connection:
        checker = HistoryChecker(connection, Path(folder))
        for number in range(seed, seed + histories):
            outcome.add(checker.run(number))
    print(
        f"{outcome.counts['histories']:,} histories, {outcome.counts['deliveries']:,} deliveries,"
        f" {outcome.counts['refreshes refused']:,} of them refused;"
        f" {len(outcome.findings)} disagreements"
    )
    return outcome


def save_drop(folder: Path, checker: Checker, seed: int) -> None:
    """Write the shortest drop that still disagrees, and in what."""
    drop, outcome = checker.shorten(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in drop.files.items():
        (folder / name).write_bytes(data)
    (folder / "findings.txt").write_text("\n".join(outcome.findings) + "\n", encoding="utf-8")


def describe(outcome: Outcome) -> str:
    """Say in one line what became of everything."""
    counts = outcome.counts
    names = (
        "drops", "files", "days refused", "records", "loaded", "merged", "quarantined",
        "refused with care", "silver builds",
    )  # fmt: skip
    numbers = ", ".join(f"{counts[name]:,} {name}" for name in names)
    return f"{numbers}; {len(outcome.findings)} disagreements"


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drops", type=int, default=10_000)
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sample", default="", help="only samples whose name holds this")
    parser.add_argument("--keep", type=Path, help="folder for the drops that disagree")
    given = parser.parse_args()
    os.environ.setdefault("NIGHTSHIFT_SOURCE", "demo")
    os.environ.setdefault("NIGHTSHIFT_WAREHOUSE_URL", "postgresql:///not-used")
    logging.disable(logging.WARNING)
    samples = [
        sample
        for sample in (*made_up_samples(), *simulated_samples(), *public_samples())
        if given.sample in sample.name
    ]
    started = time.monotonic()
    with run_temporary_cluster() as url:
        migrate_warehouse(url("postgres"))
        outcome = run(url("postgres"), samples, given.drops, given.seed, given.keep)
        histories = run_histories(url("postgres"), given.histories, given.seed)
    outcome.findings += histories.findings
    for finding in outcome.findings[:SHOWN]:
        print(finding[:500])
    print(f"{len(samples)} samples: {describe(outcome)}, {time.monotonic() - started:.0f} s")
    return 1 if outcome.findings else 0


if __name__ == "__main__":
    sys.exit(main())
