"""The feature rows as served: one night a night, and all of history on the first one."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import ModelSpec, load_spec
from include.settings import name_source
from include.sources.contract import load_contract
from include.sources.holidays import list_holidays
from include.warehouse.connect import open_transaction, read_sql

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class History:
    """What the warehouse remembers: the day of its first drop and of its first order."""

    first_drop: date
    first_ordered_date: date


def save_features(spec_name: str, day: date) -> dict[str, Any]:
    """Write the feature rows of a spec for a night; the first call writes history too.

    Idempotent: a night whose scores were served keeps its rows, any other is computed again
    from the same facts. Returns the first night written, and the number of rows.
    """
    with open_transaction() as connection:
        return save_nights(connection, load_spec(spec_name), day)


def save_nights(connection: Connection, spec: ModelSpec, day: date) -> dict[str, Any]:
    """Write the night `day` of one spec, with history before it where no earlier night is."""
    history = load_history(connection)
    if history is None or _is_served(connection, spec, day):
        return {"from_day": day.isoformat(), "rows": 0}
    from_day = day
    if not _has_earlier_night(connection, spec, day):
        oldest = day - timedelta(days=spec.history_nights - 1)
        from_day = min(day, max(oldest, history.first_ordered_date))
    rows = write_range(connection, spec, from_day, day, history.first_drop)
    log.info("%s: %d feature rows for %s to %s", spec.name, rows, from_day, day)
    return {"from_day": from_day.isoformat(), "rows": rows}


def load_history(connection: Connection) -> History | None:
    """Return the first drop and the first order; None where no order was ever promised."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/history.sql"), {"timezone": source_timezone()})
        first_drop, first_ordered_date = cursor.fetchone() or (None, None)
    if first_drop is None or first_ordered_date is None:
        return None
    return History(first_drop, first_ordered_date)


def write_range(
    connection: Connection, spec: ModelSpec, from_day: date, to_day: date, first_drop: date
) -> int:
    """Compute the feature rows of a range of nights set-wise; return how many were written."""
    parameters = {
        "from_day": from_day,
        "to_day": to_day,
        "first_drop": first_drop,
        "timezone": source_timezone(),
        "feature_version": spec.feature_version,
        "model": spec.name,
        "holidays": list_holidays(load_contract(name_source()).country, from_day, to_day),
    }
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'")
        for step in spec.feature_steps:
            cursor.execute(read_sql(step), parameters)
        cursor.execute(_rows_query(spec), parameters)
        written = cursor.rowcount
        cursor.execute("discard temporary")
    return written


def _rows_query(spec: ModelSpec) -> str:
    """Return the statement that puts the spec's own choice of columns together, row by row.

    Rows already served are replaced by none: what they were computed from does not change.
    """
    first, *others = spec.feature_parts
    key = f"day, {spec.entity_key}"
    names = ", ".join(spec.feature_names)
    joins = "".join(f" inner join {part} using ({key})" for part in others)
    return (
        f"insert into {spec.feature_table} ({key}, feature_version, {spec.moment}, {names})"
        f" select {key}, %(feature_version)s, {first}.{spec.moment}, {names} from {first}{joins}"
        f" on conflict ({key}, feature_version) do nothing"
    )


def source_timezone() -> str:
    """Return the time zone in which the source's nights end."""
    return load_contract(name_source()).timezone


def _is_served(connection: Connection, spec: ModelSpec, day: date) -> bool:
    """Say whether scores were served from the night's rows, which then stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from ml.served_models"
            " where day = %(day)s::date and model = %(model)s)"
            f" and exists (select 1 from {spec.feature_table}"
            " where day = %(day)s::date and feature_version = %(feature_version)s)",
            {"day": day, "model": spec.name, "feature_version": spec.feature_version},
        )
        (found,) = cursor.fetchone() or (False,)
    return bool(found)


def _has_earlier_night(connection: Connection, spec: ModelSpec, day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select exists (select 1 from {spec.feature_table}"
            " where day < %(day)s::date and feature_version = %(feature_version)s)",
            {"day": day, "feature_version": spec.feature_version},
        )
        (found,) = cursor.fetchone() or (False,)
    return bool(found)
