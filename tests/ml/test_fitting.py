"""Trees and the line that calibrates them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from include.ml.dataset import LABEL
from include.ml.fitting import TrainingError, fit_line, fit_model
from include.ml.model import Floats
from include.ml.spec import ModelSpec


def make_rows(spec: ModelSpec, count: int, seed: int, signal: float = 2.0) -> pd.DataFrame:
    """Return labelled rows in which less time to the promise and more kilometres are riskier."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        rng.normal(size=(count, len(spec.feature_names))).astype(np.float32),
        columns=list(spec.feature_names),
    )
    pull = signal * (frame["distance_km"] - frame["days_to_promise"]) - 1
    frame[LABEL] = (rng.random(count) < 1 / (1 + np.exp(-pull))).astype(int)
    frame["order_id"] = [f"order {seed} {number // 3}" for number in range(count)]
    frame["day"] = date(2026, 3, 10)
    return frame


def log_loss(margins: Floats, labels: Floats) -> float:
    return float(np.mean(np.logaddexp(0, margins) - labels * margins))


def test_the_line_mends_margins_that_are_too_sure() -> None:
    rng = np.random.default_rng(1)
    margins = rng.normal(size=4000)
    labels = (rng.random(4000) < 1 / (1 + np.exp(-margins))).astype(float)
    slope, intercept = fit_line(3 * margins + 1, labels)
    assert slope == pytest.approx(1 / 3, abs=0.05)
    assert log_loss(slope * (3 * margins + 1) + intercept, labels) < log_loss(
        3 * margins + 1, labels
    )


def test_the_line_never_turns_the_ranking_around() -> None:
    labels = np.array([1.0, 0.0] * 500)
    slope, _ = fit_line(-2 * (labels - 0.5), labels)
    assert slope > 0


def test_calibration_improves_the_log_loss_on_rows_not_seen(quick_spec: ModelSpec) -> None:
    fitting, validation, test = (make_rows(quick_spec, 3000, seed) for seed in (1, 2, 3))
    fitting[LABEL] = fitting[LABEL].where(np.arange(3000) % 4 > 0, 0)  # a season with fewer late
    model = fit_model(quick_spec, fitting, validation)
    labels = test[LABEL].to_numpy(np.float64)
    calibrated = model.compute_margins(test)
    raw = (calibrated - model.intercept) / model.slope
    assert log_loss(calibrated, labels) < log_loss(raw, labels)


def test_equal_rows_give_an_equal_model(quick_spec: ModelSpec) -> None:
    rows = [make_rows(quick_spec, 1500, seed) for seed in (1, 2)]
    models = [fit_model(quick_spec, *rows) for _ in range(2)]
    assert models[0].booster.save_raw("ubj") == models[1].booster.save_raw("ubj")
    assert (models[0].slope, models[0].intercept) == (models[1].slope, models[1].intercept)


def test_less_time_and_more_kilometres_are_not_safer(quick_spec: ModelSpec) -> None:
    rows = [make_rows(quick_spec, 4000, seed) for seed in (1, 2)]
    model = fit_model(quick_spec, *rows)
    base = make_rows(quick_spec, 200, 3)
    mean = model.compute_margins(base).mean()
    assert model.compute_margins(base.assign(days_to_promise=-2.0)).mean() > mean
    assert model.compute_margins(base.assign(days_to_promise=2.0)).mean() < mean
    assert model.compute_margins(base.assign(distance_km=2.0)).mean() > mean


def test_rows_of_one_outcome_are_refused_with_a_sentence(quick_spec: ModelSpec) -> None:
    rows = make_rows(quick_spec, 100, 1)
    with pytest.raises(TrainingError, match="fitting slice has 100 rows, not of both outcomes"):
        fit_model(quick_spec, rows.assign(**{LABEL: 0}), rows)
