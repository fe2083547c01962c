"""Review texts as known on the evening of a day, read from silver."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ml.features import source_timezone
from include.ml.texts.fitting import label_stars
from include.ml.texts.spec import TextSpec
from include.warehouse.connect import read_sql


def read_texts(
    connection: Connection, spec: TextSpec, from_day: date, to_day: date
) -> pd.DataFrame:
    """Return the answered reviews with a text, the oldest first.

    Columns: day (when stars and text were known), review_key, review_id, order_id, group_id, stars,
    text, and is_positive where the text complains. Of more than `most_training_rows`
    the newest stay.
    """
    values = {"from_day": from_day, "day": to_day, "timezone": source_timezone()}
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/review_texts.sql"), values)
        frame = _fetch_frame(cursor)
    frame = frame.iloc[-spec.most_training_rows :].reset_index(drop=True)
    return frame.assign(is_positive=label_stars(spec, frame["stars"]))


def load_unscored(connection: Connection, spec: TextSpec, day: date, version: int) -> pd.DataFrame:
    """Return the texts of the window that a version has not scored before.

    Columns: day, review_id, order_id, stars, text, text_hash. Makes a temporary
    table, so the caller's transaction may not be read-only.
    """
    values: dict[str, Any] = {
        "from_day": day - timedelta(days=spec.window_days - 1),
        "day": day,
        "timezone": source_timezone(),
        "model": spec.name,
        "version": version,
    }
    texts = read_sql("ml/review_texts.sql")
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table review_texts on commit drop as {texts}", values)
        cursor.execute("analyze review_texts")
        cursor.execute(read_sql("ml/unscored_texts.sql"), values)
        return _fetch_frame(cursor)


def _fetch_frame(cursor: Cursor) -> pd.DataFrame:
    names = [column.name for column in cursor.description or ()]
    return pd.DataFrame(cursor.fetchall(), columns=names).rename(columns={"review_words": "text"})
