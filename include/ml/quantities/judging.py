"""Judge a method beside the best plain one and beside who serves, on settled rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from include.ml.errors import TrainingError
from include.ml.gate import Decision, signed
from include.ml.quantities.adaptive import add_adaptive
from include.ml.quantities.evaluation import (
    bound,
    compare,
    describe,
    draw_entities,
    measure_errors,
    pick_best,
)
from include.ml.quantities.intervals import add_cross
from include.ml.quantities.spec import Method, QuantitySpec
from include.ml.resampling import Interval


@dataclass(frozen=True)
class Judged:
    """The verdict, the figures for `ml.model_versions`, and which rows were the test."""

    decision: Decision
    metrics: dict[str, Any]
    is_test: "pd.Series[bool]"


def add_intervals(spec: QuantitySpec, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the bounds of their intervals: by folds where there are any, or by time."""
    return add_cross(spec, rows) if "fold" in rows else add_adaptive(spec, rows)


def mark_test(spec: QuantitySpec, rows: pd.DataFrame, day: date) -> "pd.Series[bool]":
    """Say which rows are the test: settled, known to every method, and newest where time counts."""
    is_known = rows["actual"].notna() & rows["expected"].notna()
    if "fold" in rows:
        return is_known
    ends = rows["day"] + pd.to_timedelta(rows["horizon_days"], unit="D").dt.to_pytimedelta()
    return is_known & (ends > day - timedelta(days=spec.terms.test_days))


def judge(spec: QuantitySpec, rows: pd.DataFrame, day: date, rival: Method | None) -> Judged:
    """Decide whether a method may serve; `rows` have what it expects as `expected`.

    Raises `TrainingError` where the test is too small to show anything.
    """
    is_test = mark_test(spec, rows, day)
    tested = rows[is_test & (rows["grain"] == spec.judged)]
    groups, terms = tested["entity"].nunique(), spec.terms
    if groups < terms.least_groups or len(tested) < terms.least_rows:
        raise TrainingError(
            f"So far {len(tested)} forecasts of {groups} groups have come true or not: at least"
            f" {terms.least_rows} of {terms.least_groups} are needed to judge one."
        )
    best = pick_best(spec, tested)
    tested = tested[tested[best].notna()]
    lead = compare(terms, tested, "expected", best)
    decision = _decide(spec, tested, best, lead, rival)
    error = measure_errors(
        terms, *(tested[name].to_numpy(float) for name in ("actual", "expected"))
    )
    drawn = error.draw(draw_entities(tested["entity"], terms))
    metrics: dict[str, Any] = {
        "has_champion": False,  # without skill of its own, no version may serve
        "headline": str(bound(terms, error.value, drawn)),
        "lead": signed(lead),
        "best_plain": best,
        "groups": groups,
        "tested": len(tested),
    }
    told = add_intervals(spec, rows)[is_test]
    for (one, days), part in told.groupby(["grain", "horizon_days"]):
        figures = describe(spec, part)
        metrics |= {f"{name}_{one}_{days}": value for name, value in figures.items()}
        for name in spec.baselines:
            known = part[part[name].notna()]
            if len(known):
                values = (known[column].to_numpy(np.float64) for column in ("actual", name))
                metrics[f"error_{name}_{one}_{days}"] = measure_errors(terms, *values).value
    return Judged(decision, metrics, is_test)


def _decide(
    spec: QuantitySpec, tested: pd.DataFrame, best: str, lead: Interval, rival: Method | None
) -> Decision:
    terms = spec.terms
    plain = spec.baselines[best]
    if lead.lower <= 0:
        return Decision(
            "no_skill",
            f"No skill: its error is {signed(lead)} below that of {plain}, which is not surely"
            " anything.",
        )
    skill = f"its error is {signed(lead)} below that of {plain}, the best plain method"
    if rival is None:
        return Decision("first", f"Promoted: {skill}, and no champion before it.")
    both = tested.assign(rival=rival.predict(tested))
    both = both[both["rival"].notna()]
    behind = compare(terms, both, "expected", "rival")
    borne = (
        terms.bears_share
        * measure_errors(terms, both["actual"].to_numpy(float), both["rival"].to_numpy(float)).value
    )
    if behind.value < 0 and behind.lower < -borne:
        return Decision(
            "refused", f"Refused: {skill}, but the champion's error is lower: {signed(behind)}."
        )
    return Decision("promoted", f"Promoted: {skill}, and not worse than the champion's.")
