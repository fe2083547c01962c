"""Keep the ledger of what became of each past night's alerts, as known on every evening."""

import logging
from dataclasses import asdict
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import source_timezone
from include.ml.labels import create_labels, drop_labels
from include.ml.spec import ModelSpec, load_spec
from include.warehouse.connect import open_transaction, read_sql

log = logging.getLogger(__name__)

LEDGER_NIGHTS = 60  # an older night keeps what its last evening knew
# where the bands of calibration begin: narrow where most orders are
BAND_EDGES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7)


def save_outcomes(spec_name: str, day: date) -> dict[str, Any]:
    """Write what is known on the evening of `day` of the alerts of that night and those before.

    An outcome counts once the promise has passed, as in training: earlier, only deliveries on
    time would be known. The calibration of the nights before is written beside it. Idempotent:
    the evening's rows are replaced, no other evening's are touched. A night on which nothing was
    served has no row.
    """
    spec = load_spec(spec_name)
    with open_transaction() as connection:
        nights = _write_outcomes(connection, spec, day)
    log.info("%s: outcomes of %d nights as known on %s", spec.name, nights, day)
    return {"model": spec.name, "nights": nights}


def _write_outcomes(connection: Connection, spec: ModelSpec, day: date) -> int:
    create_labels(connection, spec, day, LEDGER_NIGHTS, any_version=True)
    parameters = {
        "day": day,
        "model": spec.name,
        "timezone": source_timezone(),
        "history_nights": LEDGER_NIGHTS,
        "alerts_per_night": spec.money.alerts_per_night,
        "band_edges": list(BAND_EDGES),
        **asdict(spec.money),
    }
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/delete_alert_outcomes.sql"), parameters)
        cursor.execute(read_sql("ml/insert_alert_outcomes.sql"), parameters)
        written: int = cursor.rowcount
        cursor.execute(read_sql("ml/delete_calibration.sql"), parameters)
        cursor.execute(read_sql("ml/insert_calibration.sql"), parameters)
    drop_labels(connection)
    return written
