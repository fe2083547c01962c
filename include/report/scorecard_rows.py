"""Scorecards of partners and sellers: ranked by late orders beyond what their volume explains."""

from collections.abc import Sequence
from dataclasses import dataclass

from include.report.formats import clean_text
from include.report.masking import name_person
from include.report.volume_rates import Rate, Volume, find_overall, find_spread, shrink_rates

NIGHTS = 28  # of a window; the one before is as long
WEEKS = NIGHTS // 7
FEWEST_ORDERS = 10  # with fewer, a rate of one's own says nothing
SURE, LIKELY = 0.975, 0.9  # that the true rate lies on one side of the overall one
LATER = ("surely later", "likely later")


@dataclass(frozen=True)
class UnitRow:
    """A partner's or seller's orders and late orders, by week up to the day, 0 the newest."""

    kind: str
    unit_id: str
    unit_name: str | None
    weeks: list[int]
    orders_counts: list[int]
    late_orders_counts: list[int]

    def add_up(self, first: int, last: int) -> Volume:
        """Return the sums of the weeks `first` to `last`, without `last`."""
        kept = [place for place, week in enumerate(self.weeks) if first <= week < last]
        return Volume(
            sum(self.orders_counts[place] for place in kept),
            sum(self.late_orders_counts[place] for place in kept),
        )


@dataclass(frozen=True)
class Scorecard:
    """A ranked unit; rank 1 has most late orders beyond its volume.

    `rank_before` is null for a unit without orders in the window before.
    """

    row: UnitRow
    volume: Volume
    rate: Rate
    rank: int
    rank_before: int | None

    @property
    def confidence(self) -> str:
        """Return in words how sure it is that the unit is later, or better, than the overall."""
        if self.volume.orders_count < FEWEST_ORDERS:
            return "too few orders"
        later = self.rate.above_share
        if later >= SURE:
            return LATER[0]
        if later >= LIKELY:
            return LATER[1]
        if later <= 1 - SURE:
            return "surely better"
        return "likely better" if later <= 1 - LIKELY else "not told apart"

    @property
    def is_late(self) -> bool:
        """Return whether it is surely later than the overall rate."""
        return self.confidence == LATER[0]


@dataclass(frozen=True)
class Ranking:
    """All units of a kind, the one with most late orders beyond its volume first."""

    cards: tuple[Scorecard, ...]
    overall_rate: float
    is_apart: bool  # whether the rates differ by more than chance


def rank_units(rows: Sequence[UnitRow]) -> Ranking | None:
    """Rank the units of one kind that had orders in the window; None when none had."""
    pairs = [(row, row.add_up(0, WEEKS)) for row in rows]
    pairs = [(row, volume) for row, volume in pairs if volume.orders_count]
    if not pairs:
        return None
    volumes = [volume for _, volume in pairs]
    before = {
        row.unit_id: rank
        for rank, (row, _, _) in enumerate(
            _sort([(row, row.add_up(WEEKS, 2 * WEEKS)) for row in rows]), start=1
        )
    }
    return Ranking(
        tuple(
            Scorecard(row, volume, rate, rank, before.get(row.unit_id))
            for rank, (row, volume, rate) in enumerate(_sort(pairs), start=1)
        ),
        find_overall(volumes),
        find_spread(volumes) > 0,
    )


def _sort(pairs: Sequence[tuple[UnitRow, Volume]]) -> list[tuple[UnitRow, Volume, Rate]]:
    """Return the units with orders and their rates, most late orders beyond the volume first."""
    kept = [(row, volume) for row, volume in pairs if volume.orders_count]
    rates = shrink_rates([volume for _, volume in kept])
    rated = [(row, volume, rate) for (row, volume), rate in zip(kept, rates, strict=True)]
    return sorted(rated, key=lambda found: (-found[2].excess_count, found[0].unit_id))


def name_unit(row: UnitRow, limit: int = 32) -> str:
    """Return what a partner or seller is called: a partner is a person, a seller a business."""
    if row.kind == "partner":
        return name_person(row.unit_name, row.unit_id, limit)
    return clean_text(row.unit_name or row.unit_id, limit)
