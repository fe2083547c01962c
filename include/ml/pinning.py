"""Who serves, as people decide it: pin a version, end the pin, roll back.

One function does it for the shell and for the Airflow UI. A night that was served stays as it was.
"""

import logging
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml import registry
from include.ml.base_spec import Spec, find_spec
from include.ml.errors import ServingError
from include.ml.servable import list_what_can_serve, load_all_versions, require_intact
from include.ml.spec import ModelSpec
from include.ml.versions import Version, list_champions, save_alias
from include.warehouse.connect import open_transaction, read_sql

ACTIONS = ("pin", "unpin", "rollback", "benchmarks")

log = logging.getLogger(__name__)


def change_model(model: str, action: str, version: int | None, who: str) -> str:
    """Pin, unpin, roll back or benchmark a model; return what is true now, as a sentence.

    Raises `ServingError`, naming what can serve, where a version cannot.
    """
    spec = find_spec(model)
    if action == "pin":
        return pin_version(spec, version, who)
    if action == "unpin":
        return unpin_model(spec, who)
    if action == "rollback":
        return roll_back(spec, who)
    if action == "benchmarks":
        return _train_benchmarks(spec)
    raise ServingError(f"action {action!r} is unknown: it is one of {', '.join(ACTIONS)}")


def _train_benchmarks(spec: Spec) -> str:
    if not isinstance(spec, ModelSpec):
        raise ServingError(
            f"{spec.name} is measured beside its simpler methods in every training: `make models`"
            " shows what they reached."
        )
    from include.ml.benchmarks import train_benchmarks  # noqa: PLC0415 (trains for minutes)

    return train_benchmarks(spec)


def pin_version(spec: Spec, version: int | None, who: str) -> str:
    """Let a version serve every night that is not served yet, until it is unpinned."""
    versions = load_all_versions(spec.name)
    found = next((one for one in versions if one.version == version), None)
    if found is None:
        raise ServingError(
            f"{spec.name} has no version {version}. {list_what_can_serve(spec, versions)}"
        )
    if not found.is_promoted:
        raise ServingError(
            f"version {version} of {spec.name} may not serve. {found.reason}"
            f" {list_what_can_serve(spec, versions)}"
        )
    require_intact(spec, found, versions)
    with open_transaction() as connection:
        since = load_open_night(connection, spec, found)
        _end_pin(connection, spec, since, who)
        _execute(
            connection,
            "ml/insert_model_pin.sql",
            {"model": spec.name, "version": version, "from_day": since, "who": who},
        )
        registry.move_alias(spec.name, registry.PINNED, version)
    return _say(
        f"{spec.name}: version {version} is pinned by {who} and serves the nights from {since} on,"
        " until it is unpinned. Training goes on."
    )


def unpin_model(spec: Spec, who: str) -> str:
    """End the pin, so that the champion serves the nights that are not served yet."""
    versions = load_all_versions(spec.name)
    pinned = next((one for one in versions if one.is_pinned), None)
    if pinned is None:
        raise ServingError(f"{spec.name} has no pinned version: nothing to end.")
    with open_transaction() as connection:
        since = load_open_night(connection, spec, pinned)
        _end_pin(connection, spec, since, who)
        registry.move_alias(spec.name, registry.PINNED, None)
    champions = list_champions(versions, registry.find_alias(spec.name, registry.CHAMPION))
    serves = f"version {champions[0].version} serves" if champions else "no version serves"
    return _say(
        f"{spec.name}: the pin of version {pinned.version} is ended by {who}; {serves} the nights"
        f" from {since} on."
    )


def roll_back(spec: Spec, who: str) -> str:
    """Make the version promoted before the champion the champion again, and withdraw the other."""
    versions = load_all_versions(spec.name)
    pinned = next((one for one in versions if one.is_pinned), None)
    if pinned is not None:
        raise ServingError(
            f"{spec.name}: version {pinned.version} is pinned and serves whoever is champion:"
            " unpin it first, or pin another version."
        )
    champion, previous = find_champions(spec, versions)
    require_intact(spec, previous, versions)
    with open_transaction() as connection:
        _execute(
            connection,
            "ml/withdraw_model_version.sql",
            {"model": spec.name, "version": champion.version, "who": who},
        )
        save_alias(connection, spec.name, registry.CHAMPION, previous.version)
        since = load_open_night(connection, spec, previous)
        registry.move_alias(spec.name, registry.CHAMPION, previous.version)
    return _say(
        f"{spec.name}: rolled back by {who} from version {champion.version} to version"
        f" {previous.version} of {previous.trained_for_day}, which serves the nights from {since}"
        " on, until a challenger is promoted."
    )


def find_champions(spec: Spec, versions: list[Version]) -> tuple[Version, Version]:
    """Return the champion and the version promoted before it; raises where one is missing."""
    standing = list_champions(versions, registry.find_alias(spec.name, registry.CHAMPION))
    if not standing:
        raise ServingError(f"{spec.name} has no champion to roll back from.")
    champion = standing[0]
    before = [
        version
        for version in list_champions(versions, None)
        if version.trained_for_day < champion.trained_for_day
    ]
    if not before:
        raise ServingError(
            f"version {champion.version} of {spec.name} is the oldest that may serve: there is"
            " none to roll back to."
        )
    return champion, before[0]


def load_open_night(connection: Connection, spec: Spec, version: Version) -> date:
    """Return the first night, after all that were served, that a version may serve."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select max(day) + 1 from ml.served_models where model = %(model)s",
            {"model": spec.name},
        )
        (day,) = cursor.fetchone() or (None,)
    return max(day or version.trained_for_day, version.trained_for_day)


def _end_pin(connection: Connection, spec: Spec, since: date, who: str) -> None:
    parameters = {"model": spec.name, "to_day": since, "who": who}
    _execute(connection, "ml/end_model_pin.sql", parameters)


def _execute(connection: Connection, name: str, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(read_sql(name), parameters)


def _say(sentence: str) -> str:
    log.info(sentence)
    return sentence
