"""Compare what was served with the serving version's test, once outcomes are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.dataset import LABEL
from include.ml.evaluation import Use, pick_riskiest
from include.ml.features import source_timezone
from include.ml.labels import create_labels, drop_labels
from include.ml.outcomes import LEDGER_NIGHTS
from include.ml.resampling import Interval, resample, to_interval
from include.ml.spec import ModelSpec

BRIER, LATE, CAPACITY = "(brier)", "(late per expected)", "(capacity precision)"


@dataclass(frozen=True)
class Served:
    """One figure of the served scores; it is worse than the test when all of it lies beyond."""

    name: str
    figure: Interval
    limit: float

    @property
    def is_worse(self) -> bool:
        """Say whether the whole interval lies beyond the limit, on the limit's own side."""
        if self.name == CAPACITY or (self.name == LATE and self.limit < 1):
            return self.figure.upper < self.limit
        return self.figure.lower > self.limit


def load_settled(connection: Connection, spec: ModelSpec, day: date) -> pd.DataFrame:
    """Return the served scores whose answer became known in the newest nights.

    Columns: day, the entity key, probability, is_positive; as known by the evening of `day`. These
    are the rows that a training on that evening would be tested on.
    """
    create_labels(connection, spec, day, LEDGER_NIGHTS, any_version=True)
    parameters = {
        "model": spec.name,
        "from_day": day - timedelta(days=spec.split.test_nights - 1),
        "timezone": source_timezone(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_settled_query(spec), parameters)
        rows = cursor.fetchall()
    drop_labels(connection)
    return pd.DataFrame(rows, columns=["day", spec.entity_key, "probability", LABEL])


def _settled_query(spec: ModelSpec) -> str:
    key = spec.entity_key
    return (
        f"select scores.day, scores.{key}, scores.probability, labels.{LABEL}::integer"
        f" from {spec.score_table} as scores"
        f" inner join labels on scores.day = labels.day and scores.{key} = labels.{key}"
        f" where scores.model = %(model)s and labels.{LABEL} is not null and labels.{spec.known_at}"
        " >= %(from_day)s::date::timestamp at time zone %(timezone)s"
        f" order by scores.day, scores.{key}"
    )


def compare_with_test(
    spec: ModelSpec, settled: pd.DataFrame, tested: Mapping[str, Any]
) -> tuple[Served, ...]:
    """Return the served Brier score, late orders per expected one, and precision at capacity.

    `tested` are the serving version's figures on its own test. With fewer late or punctual orders
    than the gate asks for, or few nights, nothing is said. Intervals are by order.
    """
    gate, margin = spec.gate, spec.drift.performance_margin
    labels = settled[LABEL].to_numpy(np.float64)
    orders = settled[spec.entity_key].to_numpy(object)
    counts = [len(np.unique(orders[labels == outcome])) for outcome in (0, 1)]
    nights = settled["day"].nunique()
    if min(counts) < gate.least_entities or nights < spec.drift.least_served_nights:
        return ()
    scores = settled["probability"].to_numpy(np.float64)
    samples = resample(orders, labels, gate)
    errors = (scores - labels) ** 2
    brier = to_interval(float(errors.mean()), samples.average(errors), gate)
    late, expected = samples.average(labels), samples.average(scores)
    ratio = to_interval(
        float(labels.mean() / scores.mean()),
        [one / other for one, other in zip(late, expected, strict=True)],
        gate,
    )
    found = [
        Served(BRIER, brier, tested["brier"] * (1 + margin)),
        Served(LATE, ratio, 1 + margin if ratio.value >= 1 else 1 / (1 + margin)),
    ]
    reached: float | None = tested.get("capacity_precision")
    use = Use(spec.money.high_threshold, spec.money.alerts_per_night, settled["day"].to_numpy())
    top = pick_riskiest(scores, use)
    if reached is not None and top.any():
        precision = to_interval(float(labels[top].mean()), samples.average(labels, top), gate)
        found.append(Served(CAPACITY, precision, reached * (1 - margin)))
    return tuple(found)
