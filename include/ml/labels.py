"""What has become of the orders asked about: the temporary tables `questions` and `labels`."""

from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import load_history, source_timezone
from include.ml.spec import ModelSpec
from include.warehouse.connect import read_sql


def create_labels(
    connection: Connection, spec: ModelSpec, day: date, nights: int, *, any_version: bool = False
) -> int:
    """Fill both tables for a day and as many nights before it; return the rows of `labels`.

    `questions` holds the feature rows' day, entity and `spec.moment`, those of the spec's feature
    version or, as nights served before its time need, of any; `labels` adds `spec.label_moments`
    (null until known) and `is_positive` (null until the answer is known), by the evening.
    """
    history = load_history(connection)
    parameters = {
        "day": day,
        "first_drop": history.first_drop if history else day,
        "timezone": source_timezone(),
        "feature_version": None if any_version else spec.feature_version,
        "nights": nights,
    }
    questions = (
        f"select {'distinct ' if any_version else ''}day, {spec.entity_key}, {spec.moment}"
        f" from {spec.feature_table}"
        " where feature_version = coalesce(%(feature_version)s::integer, feature_version)"
        " and day between %(day)s::date - %(nights)s::integer and %(day)s::date"
    )
    with connection.cursor() as cursor:
        for table, query in (("questions", questions), ("labels", read_sql(spec.label_sql))):
            cursor.execute(f"create temporary table {table} on commit drop as {query}", parameters)
            cursor.execute(f"analyze {table}")
        cursor.execute("select count(*) from labels where day < %(day)s::date", parameters)
        (found,) = cursor.fetchone() or (0,)
    return int(found)


def drop_labels(connection: Connection) -> None:
    """Remove both tables before the transaction ends, so that it can make others."""
    with connection.cursor() as cursor:
        cursor.execute("drop table questions, labels")
