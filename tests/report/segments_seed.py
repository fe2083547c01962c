"""Segments of a made-up night, written straight into ml."""

from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.customers.bands import Bands
from include.customers.clusters import Candidate
from include.customers.segment_names import name_segment
from include.customers.segment_rules import RULES_VERSION, Evidence, Rules, write_rules
from tests.report.seed import insert

CUSTOMERS = {
    "once_recent": 420, "once_recent_high": 130, "once_quiet": 400, "once_quiet_high": 120,
    "once_gone": 390, "once_gone_high": 140, "returning": 60, "only_cancelled": 15,
}  # fmt: skip
MOVES = {
    ("", "once_recent"): 90, ("", "once_recent_high"): 25, ("once_recent", "once_recent"): 330,
    ("once_recent", "once_quiet"): 110, ("once_recent_high", "once_quiet_high"): 31,
    ("once_quiet", "once_gone"): 80, ("once_gone", "returning"): 4,
    ("only_cancelled", "once_recent"): 1, ("returning", ""): 2,
}  # fmt: skip
RULES = Rules(
    Bands(("once",), (60.0, 150.0), "revenue_amount", 80.0),
    None,
    (),
    Evidence(1600, 0.036, Candidate(3, 0.3642, 0.3611, 0.31, 0.97), 0.981),
)


def insert_segments(connection: Connection, day: date) -> None:
    """Write the rules, segments and moves of the day."""
    fitted = {"fitted_day": day.replace(day=1), "rules_version": RULES_VERSION}
    rules: dict[str, Any] = {"method": RULES.method, "rules": Json(write_rules(RULES))}
    insert(connection, "ml.segment_rules", [fitted | rules])
    insert(
        connection,
        "ml.segments",
        [
            fitted
            | {
                "day": day,
                "segment": segment,
                "title": name_segment(segment).title,
                "suggested_action": name_segment(segment).action,
                "customers_count": count,
                "orders_count": 0 if segment == "only_cancelled" else count,
                "revenue_amount": None
                if segment == "only_cancelled"
                else count * (200 if "high" in segment else 40),
                "average_order_amount": None,
                "median_recency_days": None,
                "settled_orders_count": 0 if segment == "only_cancelled" else count,
                "late_orders_count": count // 10 if segment != "only_cancelled" else 0,
            }
            for segment, count in CUSTOMERS.items()
        ],
    )
    insert(
        connection,
        "ml.segment_moves",
        [
            {"day": day, "segment_before": before, "segment": now, "customers_count": count}
            for (before, now), count in MOVES.items()
        ],
    )
    connection.commit()
