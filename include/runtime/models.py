"""The commands about models: who serves, benchmarks, and the rows they were trained on."""

import argparse
import getpass
import os
from collections.abc import Mapping
from typing import Any

from rich.table import Table

from include.ml.specs import SEGMENTS, SPECS
from include.runtime.commands import console, write
from include.runtime.queries import connect
from include.runtime.stack import require_environment
from include.runtime.state import State
from include.settings import SettingError, load_settings


def require_model(arguments: argparse.Namespace) -> str:
    """Return the model that the user named."""
    if arguments.model not in SPECS:
        raise SettingError(f"setting MODEL is {arguments.model!r}: it is one of {', '.join(SPECS)}")
    return str(arguments.model)


def require_version(arguments: argparse.Namespace) -> int:
    """Return the version that the user named."""
    text = arguments.version or ""
    if not text.isascii() or not text.isdigit():
        raise SettingError(
            f"setting VERSION is {text!r}: it takes a number; `make models` lists them"
        )
    return int(text)


def use_source(state: State) -> None:
    """Let this process work with the settings of a source whose PostgreSQL runs."""
    connect(state, "NIGHTSHIFT_READER_URL").close()
    os.environ.update(require_environment(state))
    load_settings.cache_clear()


def _change(state: State, model: str, action: str, version: int | None = None) -> int:
    use_source(state)
    from include.ml.pinning import change_model  # noqa: PLC0415 (loads MLflow and XGBoost)

    write(change_model(model, action, version, getpass.getuser()))
    return 0


def run_pin(state: State, arguments: argparse.Namespace) -> int:
    """Let one version serve every night from now on."""
    return _change(state, require_model(arguments), "pin", require_version(arguments))


def run_unpin(state: State, arguments: argparse.Namespace) -> int:
    """End the pin of a model."""
    return _change(state, require_model(arguments), "unpin")


def run_rollback(state: State, arguments: argparse.Namespace) -> int:
    """Make the version promoted before the champion the champion again."""
    return _change(state, require_model(arguments), "rollback")


def run_benchmarks(state: State, arguments: argparse.Namespace) -> int:
    """Train the simpler methods on the rows of a model's newest version."""
    return _change(state, require_model(arguments), "benchmarks")


def run_models(state: State, arguments: argparse.Namespace) -> int:
    """List the versions of every model: who serves, what the gate decided and why."""
    use_source(state)
    from include.ml.servable import list_models  # noqa: PLC0415 (loads MLflow)

    table = _make_table("model", "version", "alias", "day", "decision", "figure", "reason")
    for model in (*SPECS, SEGMENTS):
        for listed in list_models(model):
            version = listed.version
            table.add_row(
                model,
                str(version.version),
                listed.describe_alias(),
                str(version.trained_for_day),
                "withdrawn" if version.is_withdrawn else version.decision,
                name_figure(version.metrics),
                version.reason,
            )
    _show(table, "no model has been trained yet")
    return 0


def name_figure(metrics: Mapping[str, Any]) -> str:
    """Return the figure that a list of versions shows: the recipe's headline, or the AUC."""
    if headline := metrics.get("headline"):
        return str(headline)
    auc = metrics.get("auc")
    return "" if auc is None else f"AUC {auc:.3f}"


def run_training_sets(state: State, arguments: argparse.Namespace) -> int:
    """List the rows that versions were trained on: hash, day, rows, nights, lineage."""
    use_source(state)
    from include.ml.training_sets import list_training_sets  # noqa: PLC0415 (loads pandas)

    table = _make_table("model", "hash", "day", "features", "rows", "nights", "newest drop",
                        "label", "versions", "MB")  # fmt: skip
    with connect(state, "NIGHTSHIFT_READER_URL") as connection:
        for one in list_training_sets(connection):
            table.add_row(
                one.model,
                one.content_sha256[:12],
                str(one.day),
                str(one.feature_version),
                f"{one.rows_count:,}",
                f"{one.from_day} to {one.to_day}",
                str(one.newest_drop or ""),
                one.label_sha256[:12],
                ", ".join(map(str, one.versions)),
                f"{one.file_bytes / 1e6:.1f}" if one.is_kept else "removed",
            )
    _show(table, "no training set has been saved yet")
    return 0


def _make_table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        is_number = heading in {"version", "rows", "MB", "features"}
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    return table


def _show(table: Table, otherwise: str) -> None:
    if table.row_count:
        console.print(table)
    else:
        write(otherwise)
