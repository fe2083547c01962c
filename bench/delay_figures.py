"""The figures of a delay model beside a rival's: ranking, calibration, weeks and areas."""

import json
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from include.ml.dataset import LABEL
from include.ml.evaluation import Ranking, expected_calibration_error
from include.ml.model import Floats
from include.ml.resampling import Interval, resample, to_interval
from include.ml.spec import ModelSpec

TOP = 100  # orders a night that somebody could look at
AHEAD = 3.0  # days before its promise at which an order still can be helped
AREAS = 8  # the largest ones are told apart

Figure = Callable[[Floats | None], float]


def compare(spec: ModelSpec, rival: str, frame: pd.DataFrame) -> None:
    """Report every figure of model and rival on the scored nights, with paired intervals.

    `frame` has a row per night and order: day, the entity key, is_positive, customer_area, the
    days to the promise, and a column of probabilities named for each method.
    """
    labels = frame[LABEL].to_numpy(np.float64)
    samples = resample(frame[spec.entity_key].to_numpy(object), labels, spec.gate)
    late = {"rows": len(frame), "orders": frame[spec.entity_key].nunique(), "late": labels.mean()}
    report(spec.name, late)
    ours, theirs = (list_figures(spec, frame, name) for name in ("model", rival))
    for figure in ours:
        drawn = [(ours[figure](weights), theirs[figure](weights)) for weights in samples]
        whole = ours[figure](None), theirs[figure](None)
        told: dict[str, Interval] = {
            "model": to_interval(whole[0], [pair[0] for pair in drawn], spec.gate),
            rival: to_interval(whole[1], [pair[1] for pair in drawn], spec.gate),
            "lead": to_interval(whole[0] - whole[1], [a - b for a, b in drawn], spec.gate),
        }
        report(f"{spec.name}_{figure}", {name: str(value) for name, value in told.items()})
    for name in ("model", "uncalibrated", rival):
        report(f"{spec.name}_calibration_of_{name}", calibrate(frame[name].to_numpy(), labels))
    weeks = frame.groupby(frame["day"].map(lambda day: day.isocalendar().week))
    means = weeks[[LABEL, "model", "uncalibrated"]].mean().round(4)
    report(f"{spec.name}_weeks", means.to_dict())
    report(f"{spec.name}_areas", list_areas(frame))


def list_figures(spec: ModelSpec, frame: pd.DataFrame, name: str) -> dict[str, Figure]:
    """Return the figures of a ranking by name, each a function of the rows' weights."""
    labels = frame[LABEL].to_numpy(np.float64)
    scores = frame[name].to_numpy(np.float64)
    ranking, is_top = rank(frame, name), mark_top(frame["day"].to_numpy(), scores)
    figures: dict[str, Figure] = {
        "auc": ranking.compute_auc,
        "average_precision": ranking.compute_average_precision,
        "top_100": lambda weights: average(labels[is_top], weights, is_top),
    }
    if "days_to_promise" in spec.feature_names:
        is_early = is_top & (frame["days_to_promise"].to_numpy(np.float64) >= AHEAD)
        late = frame.assign(is_early=is_early)[labels == 1]
        first = late.groupby(spec.entity_key, sort=False)["is_early"]
        is_caught = first.transform("any").to_numpy(np.float64)
        is_one = ~late.duplicated(spec.entity_key).to_numpy()
        places = np.flatnonzero(labels == 1)[is_one]
        figures["caught"] = lambda weights: average(is_caught[is_one], weights, places)
    return figures


def rank(frame: pd.DataFrame, name: str) -> Ranking:
    """Return the ranking of rows by a column of scores."""
    return Ranking(frame[name].to_numpy(np.float64), frame[LABEL].to_numpy(np.float64))


def average(values: Floats, weights: Floats | None, places: "np.ndarray") -> float:
    """Return the mean of the values of some rows, weighted by the rows' weights."""
    return float(np.average(values, weights=None if weights is None else weights[places]))


def mark_top(days: "np.ndarray", scores: Floats) -> "np.ndarray":
    """Say of each row whether it is among its night's riskiest."""
    places = pd.DataFrame({"day": days, "score": -scores})
    kept = places.sort_values(["day", "score"], kind="stable").groupby("day").head(TOP).index
    return np.isin(np.arange(len(places)), kept)


def calibrate(scores: Floats, labels: Floats) -> dict[str, float]:
    """Return how far probabilities are from what happened."""
    return {
        "expected_calibration_error": round(expected_calibration_error(scores, labels), 4),
        "brier": round(float(np.mean((scores - labels) ** 2)), 4),
        "mean": round(float(scores.mean()), 4),
    }


def list_areas(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return rows, AUC, observed and expected late share of the largest areas and of the rest."""
    largest = frame["customer_area"].value_counts().index[:AREAS]
    named = frame["customer_area"].where(frame["customer_area"].isin(largest), "all others")
    return {
        name: {
            "rows": len(rows),
            "auc": round(
                Ranking(rows["model"].to_numpy(), rows[LABEL].to_numpy()).compute_auc(), 3
            ),
            "late": round(rows[LABEL].mean(), 4),
            "expected": round(rows["model"].mean(), 4),
        }
        for name in (*largest, "all others")
        for rows in [frame[named == name]]
    }


def report(name: str, value: object) -> None:
    """Write one figure as a line of JSON."""
    sys.stdout.write(json.dumps({name: value}, default=str) + "\n")
    sys.stdout.flush()
