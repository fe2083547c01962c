"""The rows of drift as the report reads them."""

import math
from dataclasses import dataclass
from datetime import date

from include.report.formats import format_figure

FARTHEST = 4.0  # bars end here; the note keeps the figure
# method: name for people; of a p-value, less means more drift
METHODS = {"ks": "KS p", "chisquare": "chi\u00b2 p", "psi": "PSI"}
LOGARITHMIC = ("ks", "chisquare", "unit")  # methods whose distance is a ratio of logarithms
DEFECTS = ("missing", "constant", "unit", "unknown")
SHARE, FAR = "(share)", "(far)"


@dataclass(frozen=True)
class DriftRow:
    """One column's distance from the training window by one method.

    Rows about all columns have names in parentheses; those of served figures an interval.
    """

    model: str
    column_name: str
    method: str
    value: float
    threshold: float
    is_drifted: bool
    reference_rows: int
    current_rows: int
    reference_from: date
    reference_to: date
    current_from: date
    severity: str = "calm"
    lower: float | None = None
    upper: float | None = None

    @property
    def is_column(self) -> bool:
        """Say whether this is a column compared with the training window, by one of the tests."""
        return self.method in METHODS

    @property
    def distance(self) -> float:
        """Return the distance in thresholds: 1 is the limit, more has drifted."""
        is_logarithmic = self.method in LOGARITHMIC
        if is_logarithmic and self.value > 0 and self.threshold > 0 and self.threshold != 1:
            return math.log(self.value) / math.log(self.threshold)
        if not is_logarithmic and self.threshold > 0:
            return self.value / self.threshold
        return FARTHEST if self.is_drifted else 0.0

    @property
    def figure(self) -> str:
        """Return the method and its value for people."""
        return f"{METHODS.get(self.method, self.method)} {format_figure(self.value)}"
