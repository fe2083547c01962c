"""Whether the probabilities come true: expected beside observed late orders, band by band."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import curve_forms as forms
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    format_count,
    format_percent,
    format_plural,
    format_points,
    format_short_day,
)
from include.report.records import load_record, load_records
from include.report.summary import Brief

TITLE = "Do the probabilities come true?"
LEAST_ORDERS = 20  # in a band, before its gap is named


@dataclass(frozen=True)
class BandRow:
    """One band of probability over four weeks, by the evening of `known_by`."""

    known_by: date
    band_from: float
    band_to: float
    settled_orders_count: int
    expected_late_orders_count: float
    late_orders_count: int

    @property
    def name(self) -> str:
        """Return the band's bounds: 10 to 15%."""
        return f"{100 * self.band_from:.0f} to {format_percent(self.band_to, 0)}"

    @property
    def expected(self) -> float:
        """Return the share that was expected to be late."""
        return self.expected_late_orders_count / self.settled_orders_count

    @property
    def observed(self) -> float:
        """Return the share that was late."""
        return self.late_orders_count / self.settled_orders_count


@dataclass(frozen=True)
class LongRun:
    """Expected and observed late orders over all nights scored so far."""

    first_day: date | None
    nights_count: int
    settled_orders_count: int
    expected_late_orders_count: float
    late_orders_count: int


def load_calibration(connection: Connection, brief: Brief) -> Chart:
    """Read and draw the calibration of the four weeks before the brief's day."""
    return draw_calibration(
        load_records(connection, "calibration", BandRow, brief.day),
        load_record(connection, "long_run", LongRun, brief.day),
        brief,
    )


def draw_calibration(bands: Sequence[BandRow], long_run: LongRun, brief: Brief) -> Chart:
    """Draw observed over expected shares; say so where no outcome is known."""
    if not bands:
        return say_nothing(TITLE, "No order scored in the four weeks before has a known outcome.")
    rows = [
        {
            "expected": round(band.expected, 4),
            "observed": round(band.observed, 4),
            "orders": band.settled_orders_count,
        }
        for band in bands
    ]
    late = sum(band.late_orders_count for band in bands)
    expected = sum(band.expected_late_orders_count for band in bands)
    return draw_chart(
        Chart(
            f"{format_count(expected)} were expected late, {format_count(late)} came late",
            _say_rest(bands, long_run, brief),
            _tabulate(bands),
        ),
        rows,
        lambda width: forms.plot_reliability(rows, width),
    )


def _say_rest(bands: Sequence[BandRow], long_run: LongRun, brief: Brief) -> str:
    settled = sum(band.settled_orders_count for band in bands)
    sentences = [
        f"Of {format_plural(settled, 'order')} scored in four weeks with a known outcome; an order"
        " counts once a night. On the dashed line a probability says what happens; above it, it"
        " was too low."
    ]
    counted = [band for band in bands if band.settled_orders_count >= LEAST_ORDERS]
    if counted:
        worst = max(counted, key=lambda band: abs(band.observed - band.expected))
        sentences.append(
            f"Farthest off is the band of {worst.name}:"
            f" {format_points(worst.observed - worst.expected)} over"
            f" {format_count(worst.settled_orders_count)} orders."
        )
    if long_run.first_day is not None:
        sentences.append(
            f"Over all {format_plural(long_run.nights_count, 'night')} since"
            f" {format_short_day(long_run.first_day)} {long_run.first_day.year}:"
            f" {format_count(long_run.expected_late_orders_count)} expected,"
            f" {format_count(long_run.late_orders_count)} late, of"
            f" {format_count(long_run.settled_orders_count)}."
        )
    if bands[0].known_by < brief.day:
        sentences.append(f"As known on {format_short_day(bands[0].known_by)}.")
    return " ".join(sentences)


def _tabulate(bands: Sequence[BandRow]) -> Table:
    return Table(
        ("Probability", "Orders", "Expected late", "Came late", "Expected", "Observed"),
        tuple(
            (
                band.name,
                format_count(band.settled_orders_count),
                format_count(band.expected_late_orders_count),
                format_count(band.late_orders_count),
                format_percent(band.expected),
                format_percent(band.observed),
            )
            for band in bands
        ),
    )
