"""What the warehouse remembers of training sets, and how many of them are kept."""

import logging
from dataclasses import asdict, dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.ml.feature_store import FOLDER, TrainingSet
from include.settings import load_settings
from include.warehouse.connect import open_transaction, read_sql

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedSet:
    """A training set as it is listed; `versions` are those trained on it."""

    model: str
    content_sha256: str
    day: date
    feature_version: int
    fitting_rows_count: int
    validation_rows_count: int
    test_rows_count: int
    from_day: date
    to_day: date
    newest_drop: date | None
    label_sha256: str
    file_bytes: int
    versions: list[int]
    is_kept: bool

    @property
    def rows_count(self) -> int:
        """Return the rows of all slices."""
        return self.fitting_rows_count + self.validation_rows_count + self.test_rows_count


def save_lineage(connection: Connection, training_set: TrainingSet) -> None:
    """Record a training set; one that was removed and saved again can be loaded again."""
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("ml/insert_training_set.sql"),
            asdict(training_set) | {"code": Json(training_set.code)},
        )


def list_training_sets(connection: Connection) -> list[ListedSet]:
    """Return every training set, by model, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/training_sets.sql"))
        return [ListedSet(*row) for row in cursor.fetchall()]


def remove_old_sets(model: str) -> int:
    """Remove the files beyond the newest NIGHTSHIFT_TRAINING_SETS_KEPT; return how many.

    The sets of the champion and of pinned versions stay, and so does every lineage.
    """
    settings = load_settings()
    parameters = {"model": model, "kept": settings.training_sets_kept}
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute(read_sql("ml/forget_training_sets.sql"), parameters)
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            (settings.state / FOLDER / name).unlink(missing_ok=True)
    if names:
        log.info("%s: removed %d old training sets", model, len(names))
    return len(names)
