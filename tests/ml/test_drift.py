"""Drift is found where a column moved, and not on calm nights."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from include.ml.drift import measure_drift
from include.ml.drift_limits import choose_columns, set_limits
from include.ml.drift_report import compute_statistic
from include.ml.features import save_features
from include.ml.scoring import score_day
from include.ml.spec import ModelSpec
from include.ml.training import train_model
from include.settings import load_settings
from tests.ml.made_rows import draw_texts

FIRST_NIGHT = date(2026, 3, 10)

Fetch = Callable[..., list[tuple[Any, ...]]]


def make_nights(spec: ModelSpec, first: date, nights: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        rng.normal(size=(nights * 80, len(spec.feature_names))), columns=list(spec.feature_names)
    )
    frame["is_approved"] = rng.integers(0, 2, len(frame))
    frame["probability"] = rng.random(len(frame))
    frame = draw_texts(spec, frame, seed)
    return frame.assign(day=[first + timedelta(days=row // 80) for row in range(len(frame))])


def find_drifted(spec: ModelSpec, reference: pd.DataFrame, current: pd.DataFrame) -> set[str]:
    columns = choose_columns(spec, reference, current)
    limits = set_limits(spec.drift, columns, reference)
    values = {
        column: compute_statistic(
            spec.drift, column.method, reference[column.name], current[column.name]
        )
        for column in columns
    }
    return {
        column.name for column, limit in limits.items() if column.is_beyond(values[column], limit)
    }


def test_calm_nights_do_not_alarm_and_moved_columns_do(quick_spec: ModelSpec) -> None:
    reference = make_nights(quick_spec, FIRST_NIGHT - timedelta(days=60), 50, seed=1)
    current = make_nights(quick_spec, FIRST_NIGHT - timedelta(days=6), 7, seed=2)
    assert find_drifted(quick_spec, reference, current) == set()
    moved = current.assign(
        weight_kg=current["weight_kg"] + 0.6,
        seller_backlog_days=current["seller_backlog_days"] * 3,
        is_approved=1,
        probability=current["probability"] ** 4,
    )
    assert find_drifted(quick_spec, reference, moved) == {
        "weight_kg", "seller_backlog_days", "is_approved", "probability",
    }  # fmt: skip


def test_a_new_category_and_another_mix_are_drift_and_a_few_rare_ones_are_not(
    quick_spec: ModelSpec,
) -> None:
    reference = make_nights(quick_spec, FIRST_NIGHT - timedelta(days=60), 50, seed=1)
    current = make_nights(quick_spec, FIRST_NIGHT - timedelta(days=6), 7, seed=2)
    order = np.arange(len(current))
    moved = current.assign(
        area=current["area"].mask(order % 4 == 0, "moon"),
        payment_method=current["payment_method"].mask(order % 3 == 0, "south"),
    )
    assert find_drifted(quick_spec, reference, moved) == {"area", "payment_method"}
    rare = [f"rare {number}" for number in range(len(reference))]
    known = reference.assign(
        product_category=reference["product_category"].mask(
            np.arange(len(reference)) % 100 == 0, pd.Series(rare, dtype="string")
        )
    )
    other = current.assign(product_category=current["product_category"].mask(order == 9, "moon"))
    assert find_drifted(quick_spec, known, other) == set()


def test_text_moves_with_its_shares_and_not_with_a_rare_kind(quick_spec: ModelSpec) -> None:
    rng = np.random.default_rng(5)
    before, calm, moved = (
        pd.Series(rng.choice(["SP", "RJ", "MG"], size=3000, p=shares), dtype="string")
        for shares in ((0.6, 0.3, 0.1), (0.6, 0.3, 0.1), (0.2, 0.3, 0.5))
    )
    rare = pd.concat([calm, pd.Series(["AC"], dtype="string")])
    values = [
        compute_statistic(quick_spec.drift, "psi", before, now) for now in (calm, rare, moved)
    ]
    assert values[0] < values[1] < quick_spec.drift.least_psi < values[2]


def test_slow_rates_and_unknown_columns_are_not_watched(quick_spec: ModelSpec) -> None:
    reference = make_nights(quick_spec, FIRST_NIGHT, 20, seed=1).assign(slot_hours=np.nan)
    names = {column.name for column in choose_columns(quick_spec, reference, reference)}
    assert "slot_hours" not in names
    assert "seller_late_rate_90d" not in names
    assert {"weight_kg", "probability"} <= names


def test_a_night_keeps_its_figures_and_evidentlys_page(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    use_spec(replace(quick_spec, drift=replace(quick_spec.drift, calm_spans=2)))
    write_silver(make_business(days=40, orders_per_day=25, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    assert measure_drift("delay_open", FIRST_NIGHT)["reason"] == "no model served the night"
    train_model("delay_open", FIRST_NIGHT)
    score_day("delay_open", FIRST_NIGHT)
    outcome = measure_drift("delay_open", FIRST_NIGHT)
    kept = "select * from ml.drift_metrics order by column_name, method"
    rows = fetch(kept)
    assert len(rows) == outcome["columns"] + 2
    assert {row[2] for row in rows} >= {"probability", "(share)", "(far)", "weight_kg"}
    page = load_settings().site / FIRST_NIGHT.isoformat() / "evidently.html"
    assert page.read_text(encoding="utf-8").lstrip().startswith("<")
    measure_drift("delay_open", FIRST_NIGHT)
    assert fetch(kept) == rows
