"""What a forecast of a quantity declares, and what its rows hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from include.ml.base_spec import Spec
from include.ml.terms import Drift

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from psycopg2.extensions import connection as Connection  # noqa: N812

    from include.ml.model import Floats
    from include.ml.spec import Feature

LEVELS = (0.5, 0.9)  # of the intervals


class Method(Protocol):
    """A way to forecast; `name` is what people read."""

    @property
    def name(self) -> str:
        """Return the method in words."""

    def predict(self, rows: "pd.DataFrame") -> "Floats":
        """Return what is expected of each row, missing where the method cannot tell."""

    def weigh(self, rows: "pd.DataFrame") -> dict[str, float]:
        """Return how much each learned column moves a forecast on average, the largest first."""

    def save(self, folder: "Path") -> dict[str, Any]:
        """Write files into a folder; return what a manifest says of the method."""


@dataclass(frozen=True)
class Terms:
    """How a forecast is judged and how wide its intervals are.

    The newest `test_days` of settled targets are the test. Residuals are taken on a `scale` on
    which their spread hardly grows with the quantity, from rows of `calibration_days` before, by
    grain and size (`size_bins`). `step` is by how much a series' own level moves a night that its
    interval missed (0: not at all). `bears_share` of a rival's error is borne before a challenger
    counts as worse.
    """

    scale: Literal["sqrt", "log"]
    test_days: int = 56
    calibration_days: int = 90
    size_bins: int = 4
    step: float = 0.02
    least_groups: int = 3
    least_rows: int = 60
    bears_share: float = 0.02
    bootstraps: int = 300
    confidence: float = 0.95


@dataclass(frozen=True, kw_only=True)
class QuantitySpec(Spec):
    """One question with a number as its answer, asked of each group and horizon on each night.

    `read` returns the rows known by the evening of a day, those of the day itself among them, with
    the columns `day, series, grain, group_key, entity, horizon_days, target_from, target_to,
    actual`, a column for each of `baselines` (by name, with the words for it) and what the method
    reads. `actual` is missing until the target is over; `series` is one grain, group and horizon;
    `entity` is what is drawn together in a bootstrap, and left out together where a method is
    fitted by folds. `fit` learns a method from the settled rows. The column
    `usual` is what people compare a forecast with. The gate judges by the rows of
    the grain `judged`, all horizons together. A `limit` column, where there is one, is the quantity
    above which the agreed rate is broken.
    """

    recipe: str = "include.ml.quantities.recipe"
    entity_key: str = "series"
    read: "Callable[[Connection, QuantitySpec, date], pd.DataFrame]"
    fit: "Callable[[QuantitySpec, pd.DataFrame], Method]"
    load_method: "Callable[[QuantitySpec, Mapping[str, Any], Path], Method]"
    baselines: Mapping[str, str]
    usual: str
    judged: str
    noun: str
    terms: Terms
    features: "tuple[Feature, ...]" = ()
    drift: Drift
    params: Mapping[str, float | int | str] = field(default_factory=dict)
