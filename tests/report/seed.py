"""A small made-up warehouse, written straight into gold, ml and ops."""

import json
import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

AREAS = ("North", "South", "East", "West", "Harbour", "Hill", "Old Town", "Airport")
REASONS = ("Traffic", "Weather", "Customer not at home", "Vehicle broke down", "")
GROUPS = {
    "expected_slack_days": "promise",
    "days_to_promise": "promise",
    "is_handed_over": "progress",
    "partner_late_rate_30d": "partner",
    "partner_promised_orders": "partner",
    "area_late_rate_30d": "route",
    "seller_backlog_days": "seller",
    "network_late_rate_7d": "network",
    "promised_hour": "calendar",
    "items_count": "order",
}


@dataclass
class Made:
    """What was written, for a test to recompute figures from."""

    day: date
    orders: list[dict[str, Any]] = field(default_factory=list)
    kpis: list[dict[str, Any]] = field(default_factory=list)
    scores: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[dict[str, Any]] = field(default_factory=list)
    features: list[dict[str, Any]] = field(default_factory=list)


def insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert dictionaries, all with the same keys."""
    if not rows:
        return
    columns = ", ".join(rows[0])
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            f"insert into {table} ({columns}) values %s",
            [tuple(row.values()) for row in rows],
            page_size=1000,
        )


def seed_warehouse(
    connection: Connection,
    day: date,
    days: int = 60,
    orders_a_day: int = 20,
    sellers: int = 6,
    partners: int = 10,
    alerted: int = 12,
) -> Made:
    """Write `days` days of orders up to `day`, the night's scores with reasons, and its records."""
    chance = random.Random(7)
    made = Made(day)
    for back in range(days, -3, -1):
        made.orders += _make_orders(chance, day, back, orders_a_day, sellers, partners)
    made.kpis = _make_kpis(chance, made.orders, day, days)
    insert(connection, "ops.published_days", [{"day": day}])
    insert(connection, "gold.fact_orders", made.orders)
    insert(connection, "gold.daily_kpis", made.kpis)
    _insert_dimensions(connection, sellers, partners)
    _insert_model(connection, day)
    _make_scores(chance, made, alerted)
    insert(connection, "ml.delay_scores", made.scores)
    insert(connection, "ml.delay_reasons", made.reasons)
    insert(connection, "ml.counterfactuals", _make_ways_out(made))
    insert(connection, "ml.features_delay_open", made.features)
    insert(connection, "ml.alert_outcomes", [make_outcomes(day, back) for back in range(29)])
    _insert_calibration(connection, day)
    _insert_drift(connection, chance, day)
    _insert_load(connection, day)
    _insert_file_states(connection, day)
    _insert_findings(connection, day)
    connection.commit()
    return made


def _make_orders(
    chance: random.Random, day: date, back: int, count: int, sellers: int, partners: int
) -> list[dict[str, Any]]:
    promised_day = day - timedelta(days=back)
    closing = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    busy = 1 + 0.25 * math.sin(2 * math.pi * promised_day.weekday() / 7)
    bad_day = 0.05 + 0.12 * (back in {0, 17, 18})
    orders = []
    for number in range(round(count * busy * chance.uniform(0.85, 1.15))):
        area = chance.choices(AREAS, weights=range(len(AREAS), 0, -1))[0]
        partner = chance.randrange(partners)
        hour = chance.choice((9, 12, 15, 18))
        promised = datetime(
            promised_day.year, promised_day.month, promised_day.day, hour, tzinfo=UTC
        )
        ordered = promised - timedelta(hours=chance.randint(14, 60))
        if ordered >= closing:
            continue
        is_cancelled = chance.random() < 0.03
        risk = bad_day + 0.1 * (area == "Harbour") + 0.25 * (partner == 3) + 0.08 * (hour == 18)
        minutes = (
            chance.expovariate(1 / 50) + 1 if chance.random() < risk else -chance.randint(0, 90)
        )
        delivered: datetime | None = promised + timedelta(minutes=minutes)
        if is_cancelled or delivered >= closing or chance.random() < 0.004:
            delivered = None
        is_late = None if delivered is None else delivered > promised
        amount = round(chance.lognormvariate(3.4, 0.5), 2)
        orders.append(
            {
                "order_id": f"O{promised_day:%y%m%d}-{number:04d}",
                "customer_id": f"C{chance.randrange(4000):05d}",
                "seller_id": f"S{chance.randrange(sellers):02d}",
                "partner_id": f"P{partner:03d}",
                "status": "cancelled" if is_cancelled else "delivered" if delivered else "shipped",
                "ordered_at": ordered,
                "ordered_date": ordered.date(),
                "promised_from_at": promised - timedelta(hours=2),
                "promised_at": promised,
                "promised_date": promised_day,
                "delivered_at": delivered,
                "delivered_date": delivered.date() if delivered else None,
                "is_delivered": delivered is not None,
                "is_cancelled": is_cancelled,
                "is_late": is_late,
                "is_overdue": not delivered and not is_cancelled and promised < closing,
                "delay_minutes": None if delivered is None else minutes,
                "items_count": chance.randint(1, 9),
                "products_count": 1,
                "sellers_count": 1,
                "revenue_amount": 0 if is_cancelled else amount,
                "freight_amount": 0,
                "paid_amount": amount,
                "payment_method": "card",
                "area": area,
                "delay_reason": chance.choice(REASONS) if is_late else None,
                "distance_km": round(chance.uniform(0.5, 12), 1),
            }
        )
    return orders


def _make_kpis(
    chance: random.Random, orders: list[dict[str, Any]], day: date, days: int
) -> list[dict[str, Any]]:
    by_date: dict[str, dict[date, list[dict[str, Any]]]] = {
        name: defaultdict(list) for name in ("ordered_date", "promised_date", "delivered_date")
    }
    for order in orders:
        for name, found in by_date.items():
            found[order[name]].append(order)
    kpis = []
    for back in range(days, -1, -1):
        date_ = day - timedelta(days=back)
        placed = by_date["ordered_date"][date_]
        kept = [order for order in placed if not order["is_cancelled"]]
        promised = by_date["promised_date"][date_]
        on_time = sum(order["is_late"] is False for order in promised)
        late = [order for order in promised if order["is_late"] or order["is_overdue"]]
        delays = [order["delay_minutes"] for order in late if order["delay_minutes"] is not None]
        revenue = round(sum(order["revenue_amount"] for order in placed), 2)
        spend = round(revenue * chance.uniform(0.05, 0.12), 2)
        settled = on_time + len(late)
        kpis.append(
            {
                "date": date_,
                "orders_count": len(placed),
                "cancelled_orders_count": len(placed) - len(kept),
                "revenue_amount": revenue,
                "freight_amount": 0,
                "average_order_amount": revenue / len(kept) if kept else None,
                "customers_count": len({order["customer_id"] for order in placed}),
                "promised_orders_count": settled,
                "on_time_orders_count": on_time,
                "late_orders_count": len(late),
                "on_time_rate": on_time / settled if settled else None,
                "delivered_orders_count": len(by_date["delivered_date"][date_]),
                "average_delay_minutes": sum(delays) / len(delays) if delays else None,
                "spend_amount": spend,
                "impressions_count": 1000,
                "clicks_count": 40,
                "conversions_count": 4,
                "roas": revenue / spend if spend else None,
                "reviews_count": 2,
                "average_stars": 4.1,
            }
        )
    return kpis


def _insert_dimensions(connection: Connection, sellers: int, partners: int) -> None:
    insert(
        connection,
        "gold.dim_sellers",
        [
            {"seller_id": f"S{number:02d}", "seller_name": f"Store {AREAS[number % 8]} {number}"}
            for number in range(sellers)
        ],
    )
    insert(
        connection,
        "gold.dim_partners",
        [
            {"partner_id": f"P{number:03d}", "partner_name": f"Secret Name{number}"}
            for number in range(partners)
        ],
    )


def _insert_model(connection: Connection, day: date) -> None:
    metrics = {
        "auc": 0.781,
        "auc_lower": 0.752,
        "auc_upper": 0.806,
        "brier": 0.071,
        "entities": 4100,
        "leak_audit": {
            "feature_auc": {
                "expected_slack_days": 0.262,
                "days_to_promise": 0.31,
                "order_age_days": 0.612,
                "seller_late_rate_30d": 0.655,
            },
            "shuffled_auc": {"value": 0.505, "lower": 0.455, "upper": 0.555},
            "strongest": "expected_slack_days",
            "most_auc": 0.95,
        },
    }
    insert(
        connection,
        "ml.model_versions",
        [
            {
                "model": "delay_open",
                "version": 1,
                "alias": "champion",
                "trained_for_day": day - timedelta(days=1),
                "decision": "first",
                "reason": "First model with skill.",
                "metrics": json.dumps(metrics),
            },
            {
                "model": "delay_open",
                "version": 2,
                "alias": "challenger",
                "trained_for_day": day,
                "decision": "refused",
                "reason": "The challenger is worse on the same rows: 0.770 against 0.781.",
                "metrics": json.dumps(metrics | {"auc": 0.77}),
            },
        ],
    )
    insert(connection, "ml.benchmarks", _make_benchmarks(day))
    served = {"day": day, "model": "delay_open", "version": 1}
    insert(connection, "ml.served_models", [served])


def _make_benchmarks(day: date) -> list[dict[str, Any]]:
    """Compare version 1 with two simpler methods, five days before."""
    figures = (("model", 0.781, None), ("logistic_regression", 0.701, 0.08),
               ("random_forest", 0.755, 0.026))  # fmt: skip
    return [
        {
            "model": "delay_open",
            "day": day - timedelta(days=5),
            "method": method,
            "version": 1,
            "training_set": "0" * 64,
            "training_rows_count": 52_000,
            "test_rows_count": 9_000,
            "test_orders_count": 4_100,
            "auc": auc,
            "auc_lower": auc - 0.02,
            "auc_upper": auc + 0.02,
            "average_precision": auc - 0.3,
            "average_precision_lower": auc - 0.33,
            "average_precision_upper": auc - 0.27,
            "threshold": 0.25,
            "f1": auc - 0.25,
            "brier": 0.9 - auc,
            "log_loss": 1.0 - auc,
            "calibration_slope": 0.97,
            "calibration_error": 0.02,
            "capacity_count": 40,
            "capacity_precision": auc - 0.2,
            "auc_lead": lead,
            "auc_lead_lower": None if lead is None else lead - 0.01,
            "auc_lead_upper": None if lead is None else lead + 0.01,
        }
        for method, auc, lead in figures
    ]


def _make_scores(chance: random.Random, made: Made, alerted: int) -> None:
    waiting = [
        order
        for order in made.orders
        if order["promised_date"] > made.day
        and not order["is_cancelled"]
        and order["delivered_at"] is None
    ]
    base = -2.6
    for order in waiting:
        values = {feature: chance.gauss(0.15, 0.55) for feature in GROUPS}
        margin = base + sum(values.values())
        made.scores.append(
            {
                "day": made.day,
                "model": "delay_open",
                "version": 1,
                "order_id": order["order_id"],
                "probability": 1 / (1 + math.exp(-margin)),
                "margin": margin,
                "band": "low",
                "is_alerted": False,
                "expected_saving_amount": round(order["revenue_amount"] * 0.1, 2),
            }
        )
        ranked = sorted(values, key=lambda feature: -values[feature])
        for rank, feature in enumerate(ranked, start=1):
            made.reasons.append(_reason(made.day, order, feature, values[feature], rank))
        made.reasons.append(_reason(made.day, order, "(base)", base, 0))
        made.features.append(
            {
                "day": made.day,
                "order_id": order["order_id"],
                "feature_version": 1,
                "promised_at": order["promised_at"],
            }
            | {feature: 2 * values[feature] + chance.gauss(1, 0.3) for feature in GROUPS}
        )
    made.scores.sort(key=lambda score: -score["probability"])
    for place, score in enumerate(made.scores):
        score["band"] = "high" if place < alerted + 3 else "medium" if place < 40 else "low"
        score["is_alerted"] = place < alerted


def _reason(
    day: date, order: dict[str, Any], feature: str, contribution: float, rank: int
) -> dict[str, Any]:
    return {
        "day": day,
        "model": "delay_open",
        "version": 1,
        "order_id": order["order_id"],
        "feature": feature,
        "feature_group": GROUPS.get(feature, "order"),
        "value": None if feature == "(base)" else f"{contribution * 2 + 1:.2f}",
        "contribution": contribution,
        "rank": rank,
        "sentence": f"The {feature.replace('_', ' ')} is {contribution * 2 + 1:.2f}.",
    }


def _make_ways_out(made: Made) -> list[dict[str, Any]]:
    """Return a later promise for each alerted order; for every third one that there is no way."""
    ways = []
    for number, score in enumerate(score for score in made.scores if score["is_alerted"]):
        before, is_found = 100 * score["probability"], number % 3 != 2
        later = (
            f"If it were promised 2 days later, the model would see 21% instead of {before:.0f}%."
        )
        none = "No such change found: whatever of this is done, the model would see 34% or more."
        way = {name: score[name] for name in ("day", "model", "version", "order_id")}
        way |= {
            "place": 1,
            "actions": ["move_promise"] if is_found else [],
            "amounts": [2.0] if is_found else [],
            "units": ["days later"] if is_found else [],
            "probability_before": score["probability"],
            "probability_after": 0.21 if is_found else 0.34,
            "sentence": later if is_found else none,
        }
        ways.append(way)
    return ways


def make_outcomes(day: date, back: int, **counts: Any) -> dict[str, Any]:
    """Return what became of the alerts of the night `back` nights before, as known on the day."""
    waiting = {0: 10, 1: 4}.get(back, 0)
    known = {"hits_count": 6 if not waiting else 0, "false_alarms_count": 4 if waiting < 10 else 0}
    row = {
        "day": day - timedelta(days=back),
        "model": "delay_open",
        "known_by": day,
        "version": 1,
        "scored_orders_count": 90,
        "settled_orders_count": 80,
        "expected_late_orders_count": 12.0,
        "waiting_alerts_count": waiting,
        "unanswered_alerts_count": 0,
        "misses_count": 3,
        "expected_hits_count": 5.5,
        "alert_precision": 0.6,
        "capacity_count": 40,
        "median_lead_hours": 20.0,
        "saving_amount": 70,
        "missed_amount": 120,
    }
    row |= known | counts
    row["late_orders_count"] = row["hits_count"] + row["misses_count"]
    endings = ("hits", "false_alarms", "waiting_alerts", "unanswered_alerts")
    row["alerts_count"] = sum(row[f"{ending}_count"] for ending in endings)
    return row


def _insert_calibration(connection: Connection, day: date) -> None:
    """Write four bands: as expected, as expected, too low a forecast, hardly any orders."""
    bands = ((0.02, 0.05, 900, 27.0, 26), (0.1, 0.15, 400, 50.0, 52), (0.25, 0.3, 120, 33.0, 45),
             (0.7, 1.0, 3, 2.4, 0))  # fmt: skip
    names = ("band_from", "band_to", "settled_orders_count", "expected_late_orders_count",
             "late_orders_count")  # fmt: skip
    insert(
        connection,
        "ml.calibration",
        [
            {"known_by": day, "model": "delay_open"} | dict(zip(names, band, strict=True))
            for band in bands
        ],
    )


def _insert_drift(connection: Connection, chance: random.Random, day: date) -> None:
    columns = (*GROUPS, "probability")
    insert(
        connection,
        "ml.drift_metrics",
        [
            {
                "day": day,
                "model": "delay_open",
                "column_name": column,
                "method": "psi" if place % 2 else "ks",
                "value": 0.31 if place == 3 else chance.uniform(0.02, 0.09),
                "threshold": 0.2 if place % 2 else 0.001,
                "is_drifted": place == 3,
                "severity": "moved" if place == 3 else "calm",
                "reference_rows": 4000,
                "current_rows": 900,
                "reference_from": day - timedelta(days=60),
                "reference_to": day - timedelta(days=8),
                "current_from": day - timedelta(days=6),
            }
            for place, column in enumerate(columns)
        ],
    )


def _insert_load(connection: Connection, day: date) -> None:
    for name, read, quarantined in (
        ("orders", 620, 4),
        ("order_items", 1890, 7),
        ("stores", 40, 0),
    ):
        ledger = {
            "day": day,
            "file_name": f"{name}.csv",
            "table_name": name,
            "rows_read": read,
            "rows_loaded": read - quarantined - 2,
            "rows_merged": 2,
            "rows_quarantined": quarantined,
            "bytes": read * 80,
            "sha256": "0" * 64,
        }
        insert(connection, "ops.load_ledger", [ledger])
        insert(
            connection,
            "ops.quarantine",
            [
                {
                    "day": day,
                    "file_name": f"{name}.csv",
                    "table_name": name,
                    "line_number": 10 + number,
                    "column_name": "ordered_at",
                    "value": f"not a date {number}",
                    "reason": "ordered_at is not a timestamp (YYYY-MM-DD HH:MM)",
                    "raw": f"O1,not a date {number},anna@example.com".encode(),
                }
                for number in range(quarantined)
            ],
        )


def _insert_file_states(connection: Connection, day: date) -> None:
    """Write files that were not simply loaded."""
    for name, table, merged, state, note in (
        ("orders_copy.csv", "orders", 620, "duplicate", "the same bytes as orders.csv"),
        ("reviews.csv.gz", "reviews", 0, "quarantined", "the archive is damaged or cut"),
        ("minutes_of_the_meeting.docx", "", 0, "unknown", "no table of the contract reads it"),
    ):
        ledger = {
            "day": day,
            "file_name": name,
            "table_name": table,
            "rows_read": merged,
            "rows_loaded": 0,
            "rows_merged": merged,
            "rows_quarantined": 0,
            "bytes": 100,
            "sha256": "0" * 64,
            "state": state,
            "note": note,
        }
        insert(connection, "ops.load_ledger", [ledger])


def _insert_findings(connection: Connection, day: date) -> None:
    """Write what a week of checks found: orphans that heal, and a few odd values."""
    sales = "An order line names an order, product or seller whose row never came."
    reviews = "A review names an order or a product whose row never came."
    missing = [
        {"row_id": f"O{n}", "row_part": "1", "missing_table": "products", "missing_id": f"P{n}"}
        for n in range(5)
    ]
    odd = [{"order_id": "O7", "customer_email": "anna@example.com", "status": "teleported"}]
    rows = [
        (day - timedelta(days=back), f"gold/{name}_orphans", sentence, count, missing)
        for back in range(8)
        for name, sentence, count in (
            ("fact_sales", sales, 3 + 2 * back),
            ("fact_reviews", reviews, back % 2),
        )
    ]
    rows.append((day, "silver/orders_values", "An order has a status that nobody knows.", 1, odd))
    rows.append((day, "silver/products_values", "A product weighs less than nothing.", 0, []))
    names = ("day", "check_name", "sentence", "rows_count", "sample")
    findings = [
        dict(zip(names, row, strict=True)) | {"severity": "warn", "sample": json.dumps(row[4])}
        for row in rows
    ]
    insert(connection, "ops.check_findings", findings)
