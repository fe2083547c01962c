"""Review texts of a made-up night, written straight into silver and ml."""

from datetime import date, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from tests.report.seed import insert

MODEL = "sentiment"
TOPICS = ("never arrived", "broken glass", "wrong size")
TEXTS = {  # topic: how many in the last days, and before
    0: (24, 30), 1: (12, 60), 2: (0, 9),
}  # fmt: skip
CALM = (164, 701)  # texts without a complaint
METRICS = {
    "training_rows": 5000, "split": "time", "rows": 800, "auc": 0.9851, "auc_lower": 0.98,
    "auc_upper": 0.99, "accuracy": 0.952, "known_text_share": 0.11,
}  # fmt: skip


def insert_reviews(connection: Connection, day: date) -> None:
    """Write a version, the texts that it scored, the topics, and one rating about to fall."""
    pin = {"day": day, "model": MODEL, "version": 1}
    insert(connection, "ml.served_models", [pin])
    version = {
        "model": MODEL, "version": 1, "trained_for_day": day, "decision": "first",
        "reason": "Promoted: AUC 0.985.", "metrics": Json(METRICS), "run_id": "r",
    }  # fmt: skip
    insert(connection, "ml.model_versions", [version])
    _insert_texts(connection, pin)
    insert(
        connection,
        "ml.review_topics",
        [
            {
                **pin, "topic": topic, "topic_name": TOPICS[topic], "recent_count": recent,
                "recent_texts_count": 200, "usual_count": usual, "usual_texts_count": 800,
                "ratio": recent * 4 / usual if recent else None,
                "ratio_lower": 1.6 if topic == 0 else None,
                "ratio_upper": 6.0 if topic == 0 else None, "is_surging": topic == 0,
            }
            for topic, (recent, usual) in TEXTS.items()
        ],
    )  # fmt: skip
    rating = {
        "day": day, "reviews_count": 260, "stars_average": 4.21, "recent_reviews_count": 30,
        "recent_stars_average": 2.9, "usual_stars": 4.3, "expected_stars": 3.4,
        "expected_lower": 3.0, "expected_upper": 3.8, "next_average": 4.1,
    }  # fmt: skip
    units = [("seller", "S7", True), ("product", "P7", False)]
    insert(
        connection,
        "ml.falling_ratings",
        [{**rating, "unit_kind": kind, "unit_id": unit, "is_falling": falls}
         for kind, unit, falls in units],
    )  # fmt: skip
    connection.commit()


def _insert_texts(connection: Connection, pin: dict[str, Any]) -> None:
    day = pin["day"]
    rows: list[dict[str, Any]] = []
    kinds = [*TEXTS.items(), (None, CALM)]
    for topic, counts in kinds:
        for age, count in zip((5, 60), counts, strict=True):
            for number in range(count):
                is_praised = topic == 0 and number == 0 and age == 5
                rows.append(
                    {
                        **pin, "review_id": f"T{topic}-{age}-{number}", "order_id": "",
                        "answered_date": day - timedelta(days=age),
                        "stars": 5 if topic is None or is_praised else 1,
                        "probability": 0.1 if topic is None else 0.9,
                        "sentiment": "positive" if topic is None else "negative",
                        "topic": topic, "topic_share": None if topic is None else 0.8,
                        "words": [], "text_hash": "",
                    }
                )  # fmt: skip
    insert(connection, "ml.review_sentiments", rows)
    silver = [
        {
            "review_id": row["review_id"], "order_id": "", "stars": row["stars"],
            "review_text": f"It {TOPICS[row['topic']]}! Write to me@example.com"
            if row["topic"] is not None else "Fine.",
            "known_from": row["answered_date"], "_file": "made.csv", "_row": number,
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip
    insert(connection, "silver.reviews_versions", silver)
