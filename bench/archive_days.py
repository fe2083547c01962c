"""What a day costs the archive as it grows: `python -m bench.archive_days`.

Publishes a thousand nights in order, and prints for the tenth, the hundredth and the thousandth the
files opened, the bytes of pages written and the milliseconds (the least of a few runs again), with
the ratio to the tenth. Days 100 and 1000 are read beside as many lines as two months can have.
"""

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.report.test_publish import add_day, cost_of, line, note_open

START = date(2023, 1, 1)
DAYS = 1000
SHOWN = (10, 100, 1000)
RUNS = 5


def measure(site: Path, day: date) -> tuple[int, int, float]:
    """Return files opened, bytes written and milliseconds of a day's publication."""
    files, size = cost_of(site, line(day))
    seconds = []
    for _ in range(RUNS):
        started = time.monotonic()
        add_day(site, line(day))
        seconds.append(time.monotonic() - started)
    return files, size, min(seconds) * 1000


def main() -> None:
    """Publish the days and print the table."""
    sys.addaudithook(note_open)
    with tempfile.TemporaryDirectory() as folder:
        costs = {}
        for number in range(1, DAYS + 1):
            day = START + timedelta(days=number - 1)
            if number in SHOWN:
                costs[number] = measure(Path(folder), day)
            else:
                add_day(Path(folder), line(day))
    for number, (files, size, spent) in costs.items():
        ratios = [now / first for now, first in zip(costs[number], costs[SHOWN[0]], strict=True)]
        print(
            f"day {number:4}: {files} files, {size / 1000:.0f} KB, {spent:.1f} ms; to day"
            f" {SHOWN[0]}: {ratios[0]:.1f}, {ratios[1]:.1f}, {ratios[2]:.1f}"
        )


if __name__ == "__main__":
    main()
