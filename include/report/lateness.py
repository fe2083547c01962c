"""The section on what lateness costs: who comes back after a late first order, and what not."""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import load_spec
from include.ml.specs import ALERTING
from include.report.drawing import Table
from include.report.formats import (
    format_count,
    format_money,
    format_percent,
    format_plural,
    format_points,
    is_known,
)
from include.report.lateness_cost import (
    FEWEST_EXPECTED,
    FEWEST_LATE,
    HORIZONS,
    LatenessCost,
    ReturnRow,
    Span,
    find_cost,
)
from include.report.records import load_records

SELDOM = 0.1  # of the customers on time come back: there is little to lose
CAUTION = (
    "An association, and no proof: customers are compared within the month of their first order,"
    " but late orders also lie in other areas, come from other sellers and hold other goods, and"
    " these customers might have come back less anyway. Only a first repeat order is counted, so"
    " later ones, and what people say to others, are not in it."
)


@dataclass(frozen=True)
class Lateness:
    """What the section shows; `table` is empty where nothing can be told."""

    title: str
    sentences: tuple[str, ...]
    table: Table


def load_lateness(connection: Connection, day: date, currency: str) -> Lateness:
    """Read the section of a day."""
    rows = load_records(connection, "lateness_returns", ReturnRow, day, horizons=list(HORIZONS))
    assumed = format_money(load_spec(ALERTING).money.late_amount, currency, 2)
    stated = (
        f"Refunds are not told by this source: the savings on these pages count {assumed} for each"
        " late order, as the contract states."
    )
    return show_lateness(find_cost(rows), currency, stated)


def show_lateness(cost: LatenessCost | None, currency: str, stated: str) -> Lateness:
    """Write the section; without enough customers it says what is missing."""
    if cost is None:
        return Lateness(
            "What lateness costs cannot be told yet",
            (
                f"It takes {FEWEST_LATE} customers whose first order came late at least"
                f" {HORIZONS[-1]} days ago, in months that also had one on time, and who would have"
                f" sent {FEWEST_EXPECTED} orders more had it come on time.",
                stated,
            ),
            Table((), ()),
        )
    return Lateness(
        _name(cost), (*_say_loss(cost), *_say_money(cost, currency), CAUTION, stated), _list(cost)
    )


def _name(cost: LatenessCost) -> str:
    late, on_time = _write(cost.late_share, cost), _write(cost.on_time_share, cost)
    if cost.is_told:
        return f"Fewer come back after a late first order: {late} against {on_time}"
    if cost.lost_share.high < 0:
        return f"More come back after a late first order: {late} against {on_time}"
    return f"No loss after a late first order can be told from chance: {late} against {on_time}"


def _write(share: float, cost: LatenessCost) -> str:
    """Write a share: where few come back at all, with a digit more."""
    return format_percent(share, _count_digits(cost))


def _count_digits(cost: LatenessCost) -> int:
    return 1 if cost.on_time_share >= SELDOM else 2


def _say_loss(cost: LatenessCost) -> tuple[str, ...]:
    loss, digits = cost.lost_share, _count_digits(cost)
    told = (
        f"Of {format_plural(cost.late_count, 'customer')} whose first order came late,"
        f" {_write(cost.late_share, cost)} ordered again within {cost.horizon_days} days; of"
        " those of the same months whose first order came on time,"
        f" {_write(cost.on_time_share, cost)}. The difference is"
        f" {format_points(-loss.value, digits)} (95%: {format_points(-loss.high, digits)} to"
        f" {format_points(-loss.low, digits)})."
    )
    if cost.on_time_share >= SELDOM:
        return (told,)
    once = format_percent(1 - cost.on_time_share, 0)
    return (
        told,
        f"{once} do not come back within that time either way, so there is little to lose.",
    )


def _say_money(cost: LatenessCost, currency: str) -> tuple[str, ...]:
    """Say what the difference is worth, where there are prices."""
    if not is_known(cost.return_amount) or cost.return_amount <= 0:
        return ()
    each, orders = cost.lost_amount, cost.late_count
    mean = format_money(cost.return_amount, currency, 2)
    if not cost.is_told:
        return (
            f"At {mean} an order that somebody comes back for, a late first order changes what"
            f" follows by {_say_range(each, currency)} (95%): it may be nothing.",
        )
    return (
        f"At {mean} an order that somebody comes back for, each late first order loses"
        f" {format_money(each.value, currency, 2)} of it (95%: {_say_range(each, currency)});"
        f" all {format_count(orders)} lost {format_money(each.value * orders, currency)}.",
    )


def _say_range(span: Span, currency: str) -> str:
    low, high = format_money(-span.high, currency, 2), format_money(-span.low, currency, 2)
    return f"{low} to {high}"


def _list(cost: LatenessCost) -> Table:
    return Table(
        ("First order", "Customers", "Ordered again", "Share", "Months alike"),
        (
            (
                "Came late",
                format_count(cost.late_count),
                format_count(cost.late_returned_count),
                _write(cost.late_share, cost),
                _write(cost.late_share, cost),
            ),
            (
                "Came on time",
                format_count(cost.on_time_count),
                format_count(cost.on_time_returned_count),
                _write(cost.on_time_returned_count / cost.on_time_count, cost),
                _write(cost.on_time_share, cost),
            ),
        ),
    )
