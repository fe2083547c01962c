"""Rows with their answers as known by a day, and their cut by time."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import source_timezone
from include.ml.labels import create_labels, drop_labels
from include.ml.spec import ModelSpec

LABEL = "is_positive"


@dataclass(frozen=True)
class Slices:
    """Rows cut by the evening on which their answer was known, newest last.

    Those for fitting were known before `validation_from`, those for stopping and calibrating before
    `test_from`. `waiting` rows have no answer yet.
    """

    fitting: pd.DataFrame
    validation: pd.DataFrame
    test: pd.DataFrame
    waiting: pd.DataFrame
    validation_from: date
    test_from: date

    def join(self, key: str) -> pd.DataFrame:
        """Return all rows by night and entity, as they were before the cut."""
        parts = (self.fitting, self.validation, self.test, self.waiting)
        rows = pd.concat([part for part in parts if len(part)])
        return rows.sort_values(["day", key], ignore_index=True)


def load_labelled(
    connection: Connection, spec: ModelSpec, day: date, *, most_rows: int
) -> pd.DataFrame:
    """Return the rows of nights before `day`, with what is known of them by the evening of `day`.

    Columns: day, the entity key, the spec's moments (of a delay: promised_at, and delivered_at,
    missing until delivered), is_positive (0, 1, missing until the answer is known) and the
    features. With more than `most_rows` a fixed share is drawn by entity and night, equal on every
    run.
    """
    found = create_labels(connection, spec, day, spec.history_nights)
    query = _labelled_query(spec, day, min(1.0, most_rows / max(found, 1)))
    frame = _copy_frame(connection, spec, query)
    drop_labels(connection)
    for name in spec.label_moments:
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    frame[LABEL] = frame[LABEL].astype(np.float64)
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
    columns = ", ".join(("day", spec.entity_key, spec.moment, *spec.feature_names))
    query = (
        f"select {columns} from {spec.feature_table} as features where {condition}"
        f" and {_is_drawn(spec, share)} order by day, {spec.entity_key}"
    )
    return _typed(_copy_frame(connection, spec, query), spec)


def split_by_time(frame: pd.DataFrame, spec: ModelSpec, day: date) -> Slices:
    """Cut rows by when their answer was known: of a delay, when the promise has passed.

    An order keeps its promise from night to night, so it stands in one slice with all its nights,
    be the promise near or far; and what was fitted on a slice could have been on its last evening.
    One whose promise was moved across a cut is in the later slice only.
    """
    split = spec.split
    answered = frame[frame[LABEL].notna()]
    nights = (day - answered["day"].min()).days if len(answered) else 0
    test_from = day - timedelta(days=min(split.test_nights, nights // 4) - 1)
    validation_from = test_from - timedelta(days=min(split.validation_nights, nights // 5))
    known_at = answered.groupby(spec.entity_key)[spec.known_at].transform("max")
    is_fitted, is_before_test = (
        known_at <= _end_before(cut) for cut in (validation_from, test_from)
    )
    return Slices(
        fitting=answered[is_fitted],
        validation=answered[is_before_test & ~is_fitted],
        test=answered[~is_before_test],
        waiting=frame[frame[LABEL].isna()],
        validation_from=validation_from,
        test_from=test_from,
    )


def describe_answers(spec: ModelSpec, frame: pd.DataFrame) -> str:
    """Say how many entities there are to learn from: those asked about, outcome known."""
    entities, key = spec.gate.entities, spec.entity_key
    if frame.empty:
        return f"So far no {entities} were {spec.asked} and have a known outcome."
    frame = frame[frame[LABEL].notna()]
    positive = frame.loc[frame[LABEL] == 1, key].nunique()
    return (
        f"So far {frame[key].nunique():,} {entities} were {spec.asked} and have a"
        f" known outcome, {positive:,} of them {spec.gate.positive}."
    )


def _end_before(night: date) -> pd.Timestamp:
    """Return the moment at which the night before a night ended."""
    zone = ZoneInfo(source_timezone())
    return pd.Timestamp(datetime.combine(night, datetime.min.time(), zone))


def _labelled_query(spec: ModelSpec, day: date, share: float) -> str:
    key = spec.entity_key
    moments = (f"features.{spec.moment}", *(f"labels.{name}" for name in spec.label_moments))
    columns = ", ".join(f"features.{name}" for name in spec.feature_names)
    return (
        f"select features.day, features.{key}, {', '.join(moments)},"
        f" labels.{LABEL}::integer as {LABEL}, {columns}"
        f" from {spec.feature_table} as features inner join labels"
        f" on features.day = labels.day and features.{key} = labels.{key}"
        f" where features.feature_version = {spec.feature_version}"
        f" and features.day < '{day.isoformat()}' and {_is_drawn(spec, share)}"
        f" order by features.day, features.{key}"
    )


def _is_drawn(spec: ModelSpec, share: float) -> str:
    key = f"features.{spec.entity_key} || features.day"
    return f"mod(abs(hashtextextended({key}, 0)), 1000000) < {round(share * 1_000_000)}"


def _copy_frame(connection: Connection, spec: ModelSpec, query: str) -> pd.DataFrame:
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy ({query}) to stdout with (format csv, header true)", buffer)
    buffer.seek(0)
    text = ["day", spec.moment, *spec.label_moments]
    return pd.read_csv(buffer, dtype=dict.fromkeys(text, str), na_values=[""], low_memory=False)


def _typed(frame: pd.DataFrame, spec: ModelSpec) -> pd.DataFrame:
    numbers = [name for name in spec.feature_names if name not in spec.category_names]
    frame = frame.astype(dict.fromkeys(numbers, np.float32))
    frame[spec.entity_key] = frame[spec.entity_key].astype(str)
    for name in spec.category_names:
        frame[name] = [text if isinstance(text, str) else None for text in frame[name]]
    frame[spec.moment] = pd.to_datetime(frame[spec.moment], utc=True, format="ISO8601")
    frame["day"] = pd.to_datetime(frame["day"]).dt.date
    return frame
