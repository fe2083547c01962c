"""The night of a model that is trained once a week: its rows, its training, its answers, drift."""

import logging
from datetime import date
from typing import Any

from include.ml.base_spec import find_spec
from include.ml.recipe import load_recipe
from include.ml.training import train_if_due

log = logging.getLogger(__name__)


def answer_question(spec_name: str, day: date) -> dict[str, Any]:
    """Train a model where that is due, serve the night and measure drift; idempotent.

    A training that fails stops the task, but not before the standing champion has served.
    """
    spec = find_spec(spec_name)
    recipe = load_recipe(spec)
    recipe.prepare(spec, day)
    try:
        trained = train_if_due(spec_name, day)
    finally:
        served = recipe.serve(spec, day)
        log.info("%s: served %s: %s", spec_name, day, served)
    return {**served, "trained": trained, "drift": recipe.measure_drift(spec, day)}
