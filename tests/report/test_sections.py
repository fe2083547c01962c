"""What the drift, quality, SHAP and risk pages say, from rows alone."""

from datetime import date

import pytest

from include.report.brief_rows import ModelRow, find_range
from include.report.drift import draw_drift
from include.report.drift_rows import FARTHEST, SHARE, DriftRow
from include.report.explanation_charts import draw_dependence
from include.report.explanation_rows import ContributionRow
from include.report.model_facts import describe_model
from include.report.quality_files import LedgerRow, draw_balance
from include.report.samples import show_value
from include.report.sentences import phrase_feature, phrase_group
from include.sources.personal import HIDDEN

DAY = date(2026, 3, 20)


def drift(column: str, method: str, value: float, threshold: float, is_drifted: bool) -> DriftRow:
    return DriftRow(
        "delay_open", column, method, value, threshold, is_drifted, 100, 50, DAY, DAY, DAY
    )


@pytest.mark.parametrize(
    ("method", "value", "threshold", "distance"),
    [
        ("psi", 0.3, 0.2, 1.5),
        ("ks", 0.001, 0.001, 1.0),
        ("ks", 1.0, 0.001, 0.0),
        ("chisquare", 1e-9, 1e-6, 1.5),
        ("unit", 0.04, 0.2, 2.0),
    ],
)
def test_the_distance_is_one_at_the_limit_for_every_method(
    method: str, value: float, threshold: float, distance: float
) -> None:
    row = drift("weight_kg", method, value, threshold, distance > 1)
    assert row.distance == pytest.approx(distance)


def test_a_distance_that_cannot_be_computed_ends_at_the_edge_or_at_zero() -> None:
    assert drift("weight_kg", "ks", 0.0, 0.001, True).distance == FARTHEST
    assert drift("weight_kg", "psi", 0.1, 0.0, False).distance == 0.0


def test_the_share_of_columns_is_not_counted_as_a_column() -> None:
    rows = [
        drift("weight_kg", "psi", 0.3, 0.2, True),
        drift("distance_km", "ks", 0.5, 0.001, False),
        drift(SHARE, "share", 0.5, 0.3, True),
    ]
    chart = draw_drift(rows)
    assert chart.title == "1 of 2 columns drifted"
    assert "weight of the order" in chart.takeaway
    assert len(chart.table.rows) == 3


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("customer_email", "bo@example.com", HIDDEN),
        ("phone", "+49 30 1234567", HIDDEN),
        ("review_comment_message", "call me", HIDDEN),
        ("order_total", "bo@example.com", HIDDEN),
        ("order_total", "1_000", "1_000"),
        ("order_total", None, "(empty)"),
        (None, None, "the whole line"),
    ],
)
def test_samples_of_quarantined_values_hold_no_personal_data(
    column: str | None, value: str | None, shown: str
) -> None:
    assert show_value(column, value) == shown


def test_the_balance_of_the_night_is_in_the_sentence() -> None:
    chart = draw_balance([LedgerRow("orders.csv", "orders", 100, 90, 6, 4, 1)])
    assert chart.title == "Every row is accounted for: 100 read"
    assert chart.takeaway.startswith("90 loaded, 6 merged")
    assert "4 quarantined (4.00%)" in chart.takeaway


def test_a_feature_that_helps_and_hurts_is_not_called_rising() -> None:
    values = [(0.1, 0.2), (0.2, 0.1), (0.4, -0.5), (0.5, -0.4), (0.8, 0.6), (0.9, 0.4)]
    rows = [ContributionRow("O1", "days_to_promise", part, value) for value, part in values]
    chart = draw_dependence("days_to_promise", rows)
    assert (
        chart.title
        == "Most risk from “time left to the promise” in the highest third of its values"
    )
    assert "0.50" in chart.takeaway
    assert "\u22120.45 in the middle third" in chart.takeaway


def test_a_feature_with_one_value_says_so() -> None:
    rows = [ContributionRow("O1", "freight_amount", 0.0, 0.0)] * 3
    assert not draw_dependence("freight_amount", rows).is_drawn


def test_the_model_is_described_with_its_interval_and_tonights_decision() -> None:
    metrics = {"auc": 0.751, "auc_lower": 0.74, "auc_upper": 0.76, "entities": 16500}
    model = ModelRow(1, DAY, metrics, 2, DAY, "refused", "Refused: worse.")
    lines = dict(describe_model(model))
    assert lines["AUC, by order"] == "0.751 (95% between 0.740 and 0.760)"
    assert lines["Orders in the test"] == "16,500"
    assert lines["Decision of the gate"] == "refused, the champion serves on: Refused: worse."
    assert "Pin" not in lines


def test_without_a_model_nothing_is_described() -> None:
    assert describe_model(ModelRow(None, None, None, None, None, None, None)) == ()


def test_the_normal_band_is_never_tighter_than_chance() -> None:
    assert find_range(0.9, 0.0, 9) == pytest.approx((0.7, 1.0))
    assert find_range(0.9, 0.02, 100_000) == pytest.approx((0.86, 0.94))


def test_names_that_no_spec_knows_are_written_as_words() -> None:
    assert phrase_feature("new_kind_of_feature") == "new kind of feature"
    assert phrase_group("new_group") == "New group"
