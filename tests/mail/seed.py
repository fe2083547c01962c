"""A small night in an empty warehouse: open orders, their scores and reasons, one seller."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg2

DAY = date(2018, 4, 28)
CLOSED_AT = datetime(2018, 4, 29, tzinfo=UTC)


@dataclass(frozen=True)
class OpenOrder:
    order_id: str
    hours_left: float = 14
    probability: float = 0.62
    band: str = "high"
    is_alerted: bool = True
    is_delivered: bool = False
    handed_over_at: datetime | None = None
    seller_id: str = "s1"
    partner_id: str | None = None
    area: str = "North"
    sentence: str = "The order waits for the seller since 3 days, where 1 day is usual."


def execute(warehouse: str, statement: str, values: dict[str, object] | None = None) -> None:
    connection = psycopg2.connect(warehouse)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
    finally:
        connection.close()


def query(warehouse: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(warehouse)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def seed_night(
    warehouse: str, *orders: OpenOrder, day: date = DAY, kind: str = "scheduled"
) -> None:
    """Publish a night with these orders, all of them scored."""
    execute(
        warehouse,
        """
        insert into ops.nights (day, run_id, kind) values (%(day)s, %(run_id)s, %(kind)s);
        insert into ops.published_days (day) values (%(day)s) on conflict do nothing;
        insert into gold.dim_sellers (seller_id, seller_name)
        values ('s1', 'Corner Market') on conflict do nothing;
        insert into gold.dim_partners (partner_id, partner_name)
        values ('p1', 'Ada Courier') on conflict do nothing;
        """,
        {"day": day, "kind": kind, "run_id": f"{kind}-{datetime.now(UTC).isoformat()}"},
    )
    for order in orders:
        seed_order(warehouse, order, day)


def seed_order(warehouse: str, order: OpenOrder, day: date = DAY) -> None:
    values = {
        **vars(order),
        "day": day,
        "promised_at": CLOSED_AT + timedelta(hours=order.hours_left),
    }
    execute(
        warehouse,
        """
        insert into gold.fact_orders (
            order_id, seller_id, partner_id, status, promised_at, handed_over_at, area, city,
            is_delivered, is_cancelled, is_overdue, items_count, products_count, sellers_count,
            revenue_amount, freight_amount, paid_amount
        )
        values (
            %(order_id)s, %(seller_id)s, %(partner_id)s, 'approved', %(promised_at)s,
            %(handed_over_at)s, %(area)s, 'Springfield', %(is_delivered)s, false, false, 1, 1, 1,
            10, 1, 11
        )
        on conflict (order_id) do update
        set promised_at = excluded.promised_at, is_delivered = excluded.is_delivered;
        insert into ml.delay_scores (
            day, model, version, order_id, probability, margin, band, is_alerted,
            expected_saving_amount
        )
        values (
            %(day)s, 'delay_open', 3, %(order_id)s, %(probability)s, 0.5, %(band)s, %(is_alerted)s,
            4.2
        );
        insert into ml.delay_reasons (
            day, model, version, order_id, feature, feature_group, value, contribution, rank,
            sentence
        )
        values
        (%(day)s, 'delay_open', 3, %(order_id)s, '(base)', '(base)', null, -2.5, 0, 'Base.'),
        (%(day)s, 'delay_open', 3, %(order_id)s, 'days_waiting', 'progress', '3', 1.1, 1,
         %(sentence)s),
        (%(day)s, 'delay_open', 3, %(order_id)s, 'days_to_promise', 'progress', '1', 0.4, 2,
         'Is not the strongest of its group.'),
        (%(day)s, 'delay_open', 3, %(order_id)s, 'freight', 'order', '1', 0.1, 3, 'Lowered.'),
        (%(day)s, 'delay_open', 3, %(order_id)s, 'price', 'order', '1', -0.2, 4, 'Lowers it.');
        insert into ml.counterfactuals (
            day, model, version, order_id, place, actions, amounts, units, probability_before,
            probability_after, sentence
        )
        values
        (%(day)s, 'delay_open', 3, %(order_id)s, 1, '{move_promise}', '{2}', '{days later}',
         0.62, 0.21, 'If it were promised 2 days later, the model would see 21%% instead of 62%%.'),
        (%(day)s, 'delay_open', 3, %(order_id)s, 2, '{move_promise}', '{3}', '{days later}',
         0.62, 0.2, 'The second way out.')
        """,
        values,
    )
