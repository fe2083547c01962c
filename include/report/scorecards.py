"""The scorecards page: partners and sellers by late orders beyond what their volume explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.formats import (
    MINUS,
    format_count,
    format_number,
    format_percent,
    format_plural,
)
from include.report.records import load_records
from include.report.scorecard_rows import (
    NIGHTS,
    WEEKS,
    Ranking,
    Scorecard,
    UnitRow,
    name_unit,
    rank_units,
)
from include.report.sections import build_part
from include.report.summary import Brief

SHOWN_WORST = 40
SHOWN_BEST = 10
KINDS = {"partner": "Partners", "seller": "Sellers"}

LINE_WIDTH, LINE_HEIGHT = 88, 20  # of a sparkline, in its own units
TOP_OF_OVERALL = 4  # a sparkline ends at so many times the overall rate


@dataclass(frozen=True)
class Sparkline:
    """A late rate by week as the path of an SVG; `level` is the height of the overall rate."""

    path: str
    end_x: float
    end_y: float
    level: float
    words: str


@dataclass(frozen=True)
class ShownCard:
    """A scorecard as shown."""

    name: str
    rank: str
    rank_before: str
    orders: str
    late: str
    rate: str
    interval: str
    excess: str
    confidence: str
    is_late: bool
    line: Sparkline


@dataclass(frozen=True)
class CardTable:
    """The scorecards of one kind: the worst, how many are left out, the best."""

    title: str
    sentence: str
    worst: tuple[ShownCard, ...]
    left_out_count: int
    best: tuple[ShownCard, ...]


@dataclass(frozen=True)
class ScorecardPage:
    """What scorecards.html shows."""

    brief: Brief
    nights: int
    tables: dict[str, CardTable]  # by the id of its section


def load_scorecards(connection: Connection, brief: Brief) -> ScorecardPage:
    """Read the scorecards of the brief's day, in the caller's snapshot."""
    rows = load_units(connection, brief)
    return ScorecardPage(
        brief,
        NIGHTS,
        {
            f"{kind}s": build_part(title, partial(_show_kind, kind, rows))
            for kind, title in KINDS.items()
        },
    )


def _show_kind(kind: str, rows: Sequence[UnitRow]) -> CardTable:
    return show_ranking(kind, rank_units([row for row in rows if row.kind == kind]))


def load_units(connection: Connection, brief: Brief) -> tuple[UnitRow, ...]:
    """Read the partners and sellers with their weeks up to the brief's day."""
    return load_records(connection, "scorecards", UnitRow, brief.day, nights=NIGHTS)


def show_ranking(kind: str, ranking: Ranking | None) -> CardTable:
    """Write the ranking of a kind; an empty one says why there is none."""
    title = KINDS[kind]
    if ranking is None:
        sentence = f"No order of the last {NIGHTS} nights names a {kind}."
        return CardTable(title, sentence, (), 0, ())
    cards = ranking.cards
    is_cut = len(cards) > SHOWN_WORST + SHOWN_BEST
    worst = cards[:SHOWN_WORST] if is_cut else cards
    best = cards[-SHOWN_BEST:] if is_cut else ()
    return CardTable(
        title=title,
        sentence=_say_ranking(kind, ranking),
        worst=tuple(_show(card, ranking.overall_rate) for card in worst),
        left_out_count=len(cards) - len(worst) - len(best),
        best=tuple(_show(card, ranking.overall_rate) for card in best),
    )


def _say_ranking(kind: str, ranking: Ranking) -> str:
    overall = format_percent(ranking.overall_rate)
    count = format_plural(len(ranking.cards), kind)
    late = sum(card.is_late for card in ranking.cards)
    if not ranking.is_apart:
        return f"{count}; their late rates differ no more than chance makes them ({overall})."
    return (
        f"{count}, {overall} of their orders late. {format_count(late) if late else 'None'} of them"
        f" {'is' if late <= 1 else 'are'} surely later than that."
    )


def _show(card: Scorecard, overall: float) -> ShownCard:
    rate = card.rate
    return ShownCard(
        name=name_unit(card.row),
        rank=format_count(card.rank),
        rank_before=f"was {format_count(card.rank_before)}" if card.rank_before else "new",
        orders=format_count(card.volume.orders_count),
        late=format_count(card.volume.late_orders_count),
        rate=format_percent(rate.value),
        interval=f"{format_percent(rate.low, 0)} to {format_percent(rate.high, 0)}",
        excess=write_excess(rate.excess_count),
        confidence=card.confidence,
        is_late=card.is_late,
        line=draw_line(card.row, overall),
    )


def write_excess(count: float) -> str:
    """Write late orders beyond the volume with their sign: +12.4."""
    return f"{'' if count < 0 else '+'}{format_number(count, 1)}".replace(f"{MINUS}0.0", "+0.0")


def draw_line(row: UnitRow, overall: float) -> Sparkline:
    """Draw the late rate of each week, the oldest first; a week without orders is a gap."""
    top = min(1.0, TOP_OF_OVERALL * overall) or 1.0
    points: list[tuple[float, float] | None] = []
    words: list[str] = []
    for week in reversed(range(2 * WEEKS)):
        volume = row.add_up(week, week + 1)
        if not volume.orders_count:
            points.append(None)
            words.append("no orders")
            continue
        rate = volume.late_orders_count / volume.orders_count
        x = LINE_WIDTH * (2 * WEEKS - 1 - week) / (2 * WEEKS - 1)
        points.append((round(x, 1), round(LINE_HEIGHT * (1 - min(rate / top, 1)), 1)))
        words.append(format_percent(rate, 0))
    end = next((point for point in reversed(points) if point), (0.0, 0.0))
    return Sparkline(
        path=_write_path(points),
        end_x=end[0],
        end_y=end[1],
        level=round(LINE_HEIGHT * (1 - overall / top), 1),
        words=f"Late by week, oldest first: {', '.join(words)}.",
    )


def _write_path(points: Sequence[tuple[float, float] | None]) -> str:
    steps, is_drawn = [], False
    for point in points:
        if point:
            steps.append(f"{'L' if is_drawn else 'M'}{point[0]:g} {point[1]:g}")
            if not is_drawn:
                steps.append("h0")  # a week between two gaps is a dot
        is_drawn = point is not None
    return "".join(steps)
