"""The alerted orders as the risk page shows them: what is known, why, and what would change it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.formats import clean_text, format_moment, format_money, format_percent
from include.report.records import load_records
from include.report.risk_rows import AlertedRow, FeatureRow, GroupRow, WayOutRow
from include.report.waterfall import Waterfall, draw_waterfall

SHOWN_ORDERS = 200
FULL_ORDERS = 20  # the riskiest ones show every feature; of the others the page would be too heavy
ALL = 1_000
SOME_GROUPS = 4
SOME_FEATURES = 5


@dataclass(frozen=True)
class RiskOrder:
    """An alerted order as shown."""

    order_id: str
    probability: str
    promised: str
    area: str
    partner: str
    seller: str
    amount: str
    saving: str
    waterfall: Waterfall | None
    ways_out: tuple[str, ...]


class _OfOrder(Protocol):
    @property
    def order_id(self) -> str: ...


Row = TypeVar("Row", bound=_OfOrder)


def load_orders(
    connection: Connection, day: date, currency: str, timezone: ZoneInfo
) -> tuple[tuple[RiskOrder, ...], int]:
    """Return the riskiest alerted orders of the night, and how many more there are."""
    alerted = load_records(connection, "alerted_orders", AlertedRow, day)
    groups = _by_order(load_records(connection, "order_groups", GroupRow, day))
    features = _by_order(load_records(connection, "order_features", FeatureRow, day))
    ways = _by_order(load_records(connection, "counterfactuals", WayOutRow, day))
    orders = []
    for place, row in enumerate(alerted[:SHOWN_ORDERS]):
        is_full = place < FULL_ORDERS
        waterfall = draw_waterfall(
            groups[row.order_id],
            features[row.order_id],
            most_groups=ALL if is_full else SOME_GROUPS,
            most_features=ALL if is_full else SOME_FEATURES,
        )
        said = tuple(clean_text(way.sentence) for way in ways[row.order_id])
        orders.append(
            _show(row, waterfall if groups[row.order_id] else None, said, currency, timezone)
        )
    return tuple(orders), max(0, len(alerted) - SHOWN_ORDERS)


def _show(
    row: AlertedRow,
    waterfall: Waterfall | None,
    ways_out: tuple[str, ...],
    currency: str,
    timezone: ZoneInfo,
) -> RiskOrder:
    return RiskOrder(
        order_id=clean_text(row.order_id, 60),
        probability=format_percent(row.probability, 0),
        promised=format_moment(row.promised_at.astimezone(timezone)),
        area=clean_text(row.area, 40),
        partner=clean_text(row.partner_id, 40),
        seller=clean_text(row.seller_id, 40),
        amount=format_money(row.revenue_amount, currency, 2),
        saving=format_money(row.expected_saving_amount, currency, 2),
        waterfall=waterfall,
        ways_out=ways_out,
    )


def _by_order(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found
