"""What drift found on a night, row by row as `ml.drift_metrics` keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from include.ml.drift_breakage import Broken
from include.ml.drift_limits import Column
from include.ml.drift_performance import Served
from include.ml.terms import Drift

Severity = Literal["calm", "moved", "broke"]

# rows about all columns; so are those of performance
SHARE, FAR = "(share)", "(far)"


@dataclass(frozen=True)
class Measured:
    """One column by one method; rows about all columns have names in parentheses."""

    column_name: str
    method: str
    value: float
    threshold: float
    is_drifted: bool
    severity: Severity
    lower: float | None = None
    upper: float | None = None

    @property
    def is_alarm(self) -> bool:
        """Say whether people are to act: a column broke, or the world moved as a whole."""
        return self.severity == "broke" or (self.is_drifted and self.column_name.startswith("("))


def list_moved(
    drift: Drift,
    limits: Mapping[Column, float],
    values: Mapping[str, float],
    share: float,
    broken: Iterable[str],
) -> list[Measured]:
    """Return a row for each compared column, and those of the share and of the far ones.

    A column that broke is no sign of a moved world: it does not count among the far ones.
    """
    broken = set(broken)
    rows, far = [], 0
    for column, limit in limits.items():
        value = values[column.name]
        is_drifted = column.is_beyond(value, limit)
        is_broken = column.name in broken
        far += not is_broken and column.measure_distance(value, limit) >= drift.far_margin
        rows.append(
            Measured(
                column.name,
                column.method,
                value,
                limit,
                is_drifted,
                "broke" if is_broken and is_drifted else "moved" if is_drifted else "calm",
            )
        )
    return [
        *rows,
        _judge_all(SHARE, "share", share, drift.share_limit),
        _judge_all(FAR, "count", far, drift.least_far_columns),
    ]


def list_broken(broken: Iterable[Broken]) -> list[Measured]:
    """Return a row for each column that broke, with its defect as the method."""
    return [
        Measured(one.name, one.defect, one.value, one.limit, is_drifted=True, severity="broke")
        for one in broken
    ]


def list_served(served: Iterable[Served]) -> list[Measured]:
    """Return a row for each figure of the served scores beside the test's."""
    return [
        Measured(
            one.name,
            "performance",
            one.figure.value,
            one.limit,
            one.is_worse,
            "moved" if one.is_worse else "calm",
            one.figure.lower,
            one.figure.upper,
        )
        for one in served
    ]


def _judge_all(name: str, method: str, value: float, limit: float) -> Measured:
    is_drifted = value >= limit
    return Measured(name, method, value, limit, is_drifted, "moved" if is_drifted else "calm")
