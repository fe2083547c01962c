"""Rows that no feature step made, cut into slices as a training cuts them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from include.ml.dataset import LABEL, Slices
from include.ml.spec import ModelSpec

DAY = date(2026, 3, 10)
NIGHTS = {"fitting": 60, "validation": 40, "test": 20}  # before DAY
PROMISED = timedelta(days=10)
TEXTS = ("north", "south", "east", "west", None)


def draw_texts(spec: ModelSpec, rows: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return rows whose columns of text hold words by chance, or nothing."""
    rng = np.random.default_rng(seed)
    drawn = {
        name: pd.Series(rng.choice(np.array(TEXTS, dtype=object), len(rows)), rows.index, "string")
        for name in spec.category_names
    }
    return rows.assign(**drawn)


def tell_deliveries(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows delivered a day after the promise, or half a day before it, as labelled."""
    late = pd.to_timedelta(rows[LABEL].where(rows[LABEL] == 1, -0.5), unit="D")
    return rows.assign(delivered_at=rows["promised_at"] + late)


def place(rows: pd.DataFrame, night: date) -> pd.DataFrame:
    """Return labelled rows of one night, promised for ten days after it."""
    promised_at = pd.Timestamp(night + PROMISED, tz="UTC")
    return tell_deliveries(rows.assign(day=night, promised_at=promised_at))


def cut_rows(fitting: pd.DataFrame, validation: pd.DataFrame, test: pd.DataFrame) -> Slices:
    """Return slices of labelled rows, each of a night of its own; nothing waits."""
    parts = {"fitting": fitting, "validation": validation, "test": test}
    placed = {name: place(rows, DAY - timedelta(days=NIGHTS[name])) for name, rows in parts.items()}
    return Slices(
        **placed,
        waiting=placed["test"].head(0),
        validation_from=DAY - timedelta(days=45),
        test_from=DAY - timedelta(days=25),
    )
