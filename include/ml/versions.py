"""What the warehouse remembers of model versions: decisions, and who served which night."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.ml.feature_store import TrainingSet
from include.ml.gate import Decision
from include.ml.registry import Registered
from include.ml.specs import name_step
from include.warehouse.connect import read_sql


@dataclass(frozen=True)
class Version:
    """One row of `ml.model_versions`."""

    version: int
    alias: str | None
    trained_for_day: date
    decision: str
    reason: str
    metrics: dict[str, Any]
    training_set: str = ""
    is_withdrawn: bool = False  # somebody rolled back from it
    is_pinned: bool = False  # on the night that was asked about

    @property
    def is_promoted(self) -> bool:
        """Say whether the gate let this version serve."""
        return self.decision in {"first", "promoted"}


@dataclass(frozen=True)
class Trained:
    """A version that training has just registered, with what the gate said of it."""

    day: date
    registered: Registered
    decision: Decision
    metrics: dict[str, Any]
    training_set: TrainingSet


def load_versions(connection: Connection, model: str, day: date) -> list[Version]:
    """Return the versions trained for days up to `day`, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/model_versions.sql"), {"model": model, "day": day})
        return [Version(*row) for row in cursor.fetchall()]


def list_servable(versions: list[Version], aliased: int | None) -> list[Version]:
    """Return the versions that may serve, the preferred one first: a pinned one, then champions.

    A pin overrides the gate, also on nights on which no champion has skill.
    """
    pinned = [version for version in versions if version.is_pinned]
    return pinned + [one for one in list_champions(versions, aliased) if one not in pinned]


def list_champions(versions: list[Version], aliased: int | None) -> list[Version]:
    """Return the versions that the gate lets serve, the preferred one first.

    That is the champion's alias where it points to one of `versions`, so that a rollback by alias
    counts, then the promoted ones by age, apart from those rolled back from. A night on which
    training found that not even the champion has skill any more bars all before it.
    """
    standing: list[Version] = []
    for version in versions:
        if version.decision == "no_skill" and not version.metrics.get("has_champion", False):
            break
        standing.append(version)
    preferred = [version for version in standing if version.version == aliased]
    return preferred + [
        version
        for version in standing
        if version.is_promoted and not version.is_withdrawn and version.version != aliased
    ]


def list_earlier(versions: list[Version], champion: int, day: date, weeks: int) -> list[Version]:
    """Return one promoted version of each of the `weeks` before a day, the champion apart.

    The first one of a week stands for it: the farther back, the more a slow decline adds up.
    """
    of_week: dict[int, Version] = {}
    for version in list_champions(versions, None):
        week = (day - version.trained_for_day).days // 7
        if version.version != champion and week < weeks:
            of_week[week] = version
    return list(of_week.values())


def save_version(connection: Connection, model: str, trained: Trained) -> None:
    """Record a trained version and the gate's decision; the day's first record stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("ml/insert_model_version.sql"),
            {
                "model": model,
                "version": trained.registered.version,
                "day": trained.day,
                "decision": trained.decision.verdict,
                "reason": trained.decision.reason,
                "metrics": Json(trained.metrics),
                "run_id": trained.registered.run_id,
                "training_set": trained.training_set.content_sha256,
            },
        )


def save_alias(connection: Connection, model: str, alias: str, version: int | None) -> None:
    """Record that an alias now points to a version and to no other, or to none."""
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("ml/move_alias.sql"), {"model": model, "alias": alias, "version": version}
        )


def load_served(connection: Connection, model: str, day: date) -> int | None:
    """Return the version that served a night; None for a night not scored yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select version from ml.served_models where day = %(day)s::date and model = %(model)s",
            {"day": day, "model": model},
        )
        found = cursor.fetchone()
    return None if found is None else int(found[0])


def load_untrained_reason(connection: Connection, model: str, day: date) -> str:
    """Return why the night's training made no model; that none has been trained when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select detail ->> 'reason' from ops.steps where day = %(day)s::date"
            " and step = %(step)s and detail ->> 'decision' = 'untrained'",
            {"day": day, "step": name_step("train", model)},
        )
        found = cursor.fetchone()
    return str(found[0]) if found else "No model has been trained yet."
