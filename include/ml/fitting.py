"""Fit and calibrate: trees of the outcome, trees of the days to deliver, and Platt's line."""

import zlib
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb
from scipy.optimize import brentq, minimize

from include.ml.dataset import LABEL, Slices
from include.ml.days import constrain, grow_days_trees
from include.ml.errors import TrainingError
from include.ml.model import Categories, Floats, Model, Trees, to_matrix, to_probability
from include.ml.spec import ModelSpec

OUTCOME, DAYS = "outcome", "days"  # the parts of a model
LEAST_SLOPE, MOST_SLOPE = 0.85, 1.2
LEVEL_SPAN = timedelta(days=7)
MOST_SHIFT = 20.0  # log-odds: more than any two levels are apart
MOST_CENTRED = 50_000


def fit_judged(spec: ModelSpec, slices: Slices) -> Model:
    """Return the model that the gate judges: it knows nothing from the validation's start on.

    The validation entities are halved by their key: one half stops the trees, the other one
    calibrates the blend. Equal rows give an equal model.
    """
    for name, rows in (("fitting", slices.fitting), ("validation", slices.validation)):
        if rows[LABEL].nunique() < 2:
            raise TrainingError(f"The {name} slice has {len(rows)} rows, not of both outcomes.")
    is_stopping = _is_stopping_half(slices.validation, spec.entity_key)
    stopping, calibrating = slices.validation[is_stopping], slices.validation[~is_stopping]
    if min(stopping[LABEL].nunique(), calibrating[LABEL].nunique()) < 2:
        stopping = calibrating = slices.validation
    categories = list_categories(spec, slices.fitting)
    outcome = grow_outcome_trees(spec, slices.fitting, categories, stopping)
    if spec.days is None:
        return calibrate(_blend(spec, outcome, None, categories), calibrating)
    days = grow_days_trees(
        spec, spec.days, slices.join(spec.entity_key), slices.validation_from, categories
    )
    judged = centre(_blend(spec, outcome, days, categories), slices.fitting)
    return turn(judged, bound_slope(fit_slope(judged, calibrating)), calibrating)


def fit_served(spec: ModelSpec, judged: Model, slices: Slices, day: date) -> Model:
    """Return the model that serves: the judged one, with trees of the days of all known by a day.

    They learn from every order up to that evening, answered or not. The trees of the outcome stay:
    of the newest weeks only short promises have an answer, and trees that followed those ranked
    worse (docs/decisions/judged-and-served.md). Their level is as old, so the newest nights are
    told half way to what the trees of the days expect of them. A question without a promise has no
    trees of the days: the judged model serves.
    """
    if spec.days is None:
        return judged
    every = slices.join(spec.entity_key)
    until = day + timedelta(days=1)
    days = grow_days_trees(spec, spec.days, every, until, judged.categories)
    served = _blend(spec, judged.parts[OUTCOME].booster, days, judged.categories)
    answered = pd.concat([slices.fitting, slices.validation, slices.test])
    served = centre(served, answered)
    newest = every[every["day"] >= min(day - LEVEL_SPAN, every["day"].max())]
    return lift(turn(served, judged.slope, newest), newest)


def grow_outcome_trees(
    spec: ModelSpec, rows: pd.DataFrame, categories: Categories, stopping: pd.DataFrame
) -> xgb.Booster:
    """Return trees for the log-odds of the label: as many as rank other rows best.

    Stopping looks at the ranking: in weeks that are worse than any before, the log-loss of the
    first trees, which know nothing yet, is the best. The range of rounds bounds the time.
    """
    names = spec.feature_names
    params = {**spec.params, "monotone_constraints": constrain(spec, names)}
    history: dict[str, dict[str, list[float]]] = {}
    grown = xgb.train(
        params | {"eval_metric": "auc"},
        _to_labelled(rows, names, categories),
        num_boost_round=spec.most_rounds,
        evals=[(_to_labelled(stopping, names, categories), "stopping")],
        evals_result=history,
        verbose_eval=False,
    )
    after = history["stopping"]["auc"][spec.least_rounds - 1 :]
    return grown[: spec.least_rounds + int(np.argmax(after))]


def fit_slope(model: Model, rows: pd.DataFrame) -> float:
    """Return Platt's slope of labelled rows; the line's level is not taken.

    The level of answers that are weeks old is not tonight's
    (docs/decisions/calibration.md).
    """
    slope, _ = fit_line(model.blend_margins(rows), rows[LABEL].to_numpy(np.float64))
    return slope


def calibrate(model: Model, rows: pd.DataFrame) -> Model:
    """Return the model with Platt's whole line of labelled rows.

    For questions whose answers are days old, not weeks: the level is tonight's.
    """
    line = fit_line(model.blend_margins(rows), rows[LABEL].to_numpy(np.float64))
    return replace(model, slope=line[0], intercept=line[1])


def bound_slope(slope: float) -> float:
    """Return a slope within the bounds that a calibration may take."""
    return float(np.clip(slope, LEAST_SLOPE, MOST_SLOPE))


def turn(model: Model, slope: float, rows: pd.DataFrame) -> Model:
    """Return the model with a slope about the mean margin of some rows."""
    intercept = (1 - slope) * float(model.blend_margins(rows).mean())
    return replace(model, slope=slope, intercept=intercept)


def centre(model: Model, rows: pd.DataFrame) -> Model:
    """Return the model whose trees of the days expect as many late rows as there were.

    Asked about any horizon, they smooth a promise at which most orders arrive. `rows` have answers
    and were seen by the trees; of many, every so-manieth is read.
    """
    seen = rows.iloc[:: 1 + len(rows) // MOST_CENTRED]
    margins = model.isolate(DAYS).blend_margins(seen)
    offset = find_shift(margins, float(seen[LABEL].mean()))
    parts = {**model.parts, DAYS: replace(model.parts[DAYS], offset=offset)}
    return replace(model, parts=parts)


def lift(model: Model, rows: pd.DataFrame) -> Model:
    """Return the model that expects as many late rows as it and its trees of the days on average.

    Slope and ranking stay (docs/decisions/calibration.md).
    """
    margins = model.compute_margins(rows)
    days = to_probability(model.isolate(DAYS).blend_margins(rows))
    shift = find_shift(margins, (to_probability(margins).mean() + days.mean()) / 2)
    return replace(model, intercept=model.intercept + shift)


def find_shift(margins: Floats, share: float) -> float:
    """Return what to add to log-odds so that their mean probability is a share."""
    return float(
        brentq(lambda by: to_probability(margins + by).mean() - share, -MOST_SHIFT, MOST_SHIFT)
    )


def fit_line(margins: Floats, labels: Floats) -> tuple[float, float]:
    """Return Platt's slope and intercept: the least log-loss of labels given margins.

    The slope stays positive: calibration must not turn the ranking around.
    """

    def loss(line: Floats) -> float:
        logits = np.exp(line[0]) * margins + line[1]
        return float(np.mean(np.logaddexp(0.0, logits) - labels * logits))

    found = minimize(loss, np.zeros(2), method="BFGS")
    return float(np.exp(np.clip(found.x[0], -3.0, 3.0))), float(found.x[1])


def list_categories(spec: ModelSpec, rows: pd.DataFrame) -> Categories:
    """Return the values of each column of text, in the order of their codes."""
    return {name: tuple(sorted(set(rows[name].dropna()))) for name in spec.category_names}


def _blend(
    spec: ModelSpec, outcome: xgb.Booster, days: xgb.Booster | None, categories: Categories
) -> Model:
    parts = {OUTCOME: Trees(outcome, spec.feature_names, 1.0)}
    if days is not None and spec.days is not None:
        columns = spec.days.choose_columns(spec.feature_names)
        parts = {
            OUTCOME: Trees(outcome, spec.feature_names, 1 - spec.days.weight),
            DAYS: Trees(days, columns, spec.days.weight),
        }
    return Model(parts, spec.feature_names, categories, slope=1.0, intercept=0.0)


def _to_labelled(rows: pd.DataFrame, names: tuple[str, ...], categories: Categories) -> xgb.DMatrix:
    return to_matrix(rows, names, categories, rows[LABEL].to_numpy(np.float64))


def _is_stopping_half(frame: pd.DataFrame, key: str) -> npt.NDArray[np.bool_]:
    return np.array([zlib.crc32(entity.encode()) % 2 == 0 for entity in frame[key]], dtype=bool)
