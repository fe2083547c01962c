"""Labelled rows as known by a day, and their cut by time."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import load_history, source_timezone
from include.ml.spec import ModelSpec
from include.ml.terms import Split
from include.warehouse.connect import read_sql

LABEL = "is_positive"


@dataclass(frozen=True)
class Slices:
    """Rows for fitting, for stopping and calibrating, and for the test; newest last."""

    fitting: pd.DataFrame
    validation: pd.DataFrame
    test: pd.DataFrame


def load_labelled(
    connection: Connection, spec: ModelSpec, day: date, *, most_rows: int
) -> pd.DataFrame:
    """Return the rows of nights before `day` whose answer is known by the evening of `day`.

    Columns: day, the entity key, promised_at, is_positive (0 or 1) and the features. With more
    than `most_rows` a fixed share is drawn by entity and night, equal on every run.
    """
    history = load_history(connection)
    parameters = {
        "day": day,
        "first_drop": history.first_drop if history else day,
        "timezone": source_timezone(),
        "feature_version": spec.feature_version,
        "history_nights": spec.history_nights,
    }
    labels = read_sql(spec.label_sql)
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table labels on commit drop as {labels}", parameters)
        found = cursor.rowcount
        cursor.execute("analyze labels")
        query = _labelled_query(spec, share=min(1.0, most_rows / max(found, 1)))
        frame = _copy_frame(connection, query)
        cursor.execute("drop table labels")
    return _typed(frame, spec)


def load_night(
    connection: Connection, spec: ModelSpec, from_day: date, to_day: date, *, most_rows: int
) -> pd.DataFrame:
    """Return the feature rows of some nights, without labels; drawn like `load_labelled`."""
    condition = (
        f"day between '{from_day.isoformat()}' and '{to_day.isoformat()}'"
        f" and feature_version = {spec.feature_version}"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {spec.feature_table} where {condition}")
        (found,) = cursor.fetchone() or (0,)
    share = min(1.0, most_rows / max(found, 1))
    columns = ", ".join(("day", spec.entity_key, "promised_at", *spec.feature_names))
    query = (
        f"select {columns} from {spec.feature_table} as features where {condition}"
        f" and {_is_drawn(spec, share)} order by day, {spec.entity_key}"
    )
    return _typed(_copy_frame(connection, query), spec)


def split_by_time(frame: pd.DataFrame, split: Split, day: date) -> Slices:
    """Cut labelled rows by night, each slice with the answers known when it ended.

    A row enters the fitting or the validation slice only if its promise had passed by that
    slice's last evening. So an order whose nights straddle a cut is in none but the newest.
    """
    nights = (day - frame["day"].min()).days if len(frame) else 0
    test_nights = min(split.test_nights, nights // 4)
    validation_nights = min(split.validation_nights, nights // 5)
    test_from = day - timedelta(days=test_nights)
    validation_from = test_from - timedelta(days=validation_nights)
    before_test = frame[(frame["day"] < test_from) & _is_answered(frame, test_from)]
    return Slices(
        fitting=before_test[
            (before_test["day"] < validation_from) & _is_answered(before_test, validation_from)
        ],
        validation=before_test[before_test["day"] >= validation_from],
        test=frame[frame["day"] >= test_from],
    )


def describe_answers(spec: ModelSpec, frame: pd.DataFrame) -> str:
    """Say how many orders there are to learn from: those open on an evening, outcome known."""
    if frame.empty:
        return "So far no order was open on an evening and has a known outcome."
    late = frame.loc[frame[LABEL] == 1, spec.entity_key].nunique()
    return (
        f"So far {frame[spec.entity_key].nunique():,} orders were open on an evening and have a"
        f" known outcome, {late:,} of them late."
    )


def _is_answered(frame: pd.DataFrame, next_night: date) -> "pd.Series[bool]":
    """Say which promises had passed when the night before `next_night` ended."""
    end = datetime.combine(next_night, datetime.min.time(), ZoneInfo(source_timezone()))
    return frame["promised_at"] <= pd.Timestamp(end)


def _labelled_query(spec: ModelSpec, share: float) -> str:
    key = spec.entity_key
    columns = ", ".join(f"features.{name}" for name in spec.feature_names)
    return (
        f"select features.day, features.{key}, features.promised_at,"
        f" labels.{LABEL}::integer as {LABEL}, {columns}"
        f" from {spec.feature_table} as features inner join labels"
        f" on features.day = labels.day and features.{key} = labels.{key}"
        f" where features.feature_version = {spec.feature_version} and {_is_drawn(spec, share)}"
        f" order by features.day, features.{key}"
    )


def _is_drawn(spec: ModelSpec, share: float) -> str:
    key = f"features.{spec.entity_key} || features.day"
    return f"mod(abs(hashtextextended({key}, 0)), 1000000) < {round(share * 1_000_000)}"


def _copy_frame(connection: Connection, query: str) -> pd.DataFrame:
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy ({query}) to stdout with (format csv, header true)", buffer)
    buffer.seek(0)
    return pd.read_csv(buffer, dtype={"day": str, "promised_at": str}, na_values=[""])


def _typed(frame: pd.DataFrame, spec: ModelSpec) -> pd.DataFrame:
    frame = frame.astype(dict.fromkeys(spec.feature_names, np.float32))
    frame[spec.entity_key] = frame[spec.entity_key].astype(str)
    frame["promised_at"] = pd.to_datetime(frame["promised_at"], utc=True, format="ISO8601")
    frame["day"] = pd.to_datetime(frame["day"]).dt.date
    return frame
