"""The gate of forecasts: surely nearer than the best plain method, and not behind who serves."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from include.ml.errors import TrainingError
from include.ml.quantities.evaluation import compare, measure_errors, pick_best
from include.ml.quantities.judging import judge, mark_test
from include.ml.quantities.means import Means
from include.ml.quantities.trees import fit_trees
from tests.ml.quantities.made_quantities import DAY, find_quantity, make_products, make_series

LATE = find_quantity("late_orders")
SALES = find_quantity("product_sales")


def tell(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(expected=rows["backlog_late"])


def test_the_error_of_counts_is_weighted_by_what_came() -> None:
    errors = measure_errors(LATE.terms, np.array([10.0, 0.0]), np.array([8.0, 1.0]))
    assert errors.value == pytest.approx(3 / 10)


def test_the_error_of_sales_is_the_variance_left_on_the_log_scale() -> None:
    actual = np.array([1.0, 10.0, 100.0])
    assert measure_errors(SALES.terms, actual, actual).value == 0
    mean = np.full(3, np.expm1(np.log1p(actual).mean()))
    assert measure_errors(SALES.terms, actual, mean).value == pytest.approx(1)


def test_a_method_surely_nearer_than_the_plain_ones_serves_first() -> None:
    judged = judge(LATE, tell(make_series()), DAY, None)
    assert judged.decision.verdict == "first"
    assert "below that of as many as in as many days before" in judged.decision.reason
    assert judged.metrics["best_plain"] == "late_last"
    assert judged.metrics["error_area_7"] < judged.metrics["error_late_last_area_7"]


def test_a_method_that_does_no_better_has_no_skill() -> None:
    judged = judge(LATE, tell(make_series(skill=-1)), DAY, None)
    assert judged.decision.verdict == "no_skill"
    assert judged.metrics["has_champion"] is False
    rows = make_series()
    same = judge(LATE, rows.assign(expected=rows["late_last"]), DAY, None)
    assert same.decision.verdict == "no_skill"


def test_a_challenger_behind_the_champion_is_refused_and_an_equal_one_is_not() -> None:
    rows = make_series()
    champion = Means("the sum", ("backlog_late",))
    assert judge(LATE, tell(rows), DAY, champion).decision.verdict == "promoted"
    worse = rows.assign(expected=(rows["backlog_late"] + rows["late_last"]) / 2)
    decision = judge(LATE, worse, DAY, champion).decision
    assert decision.verdict == "refused"
    assert "the champion's error is lower" in decision.reason


def test_the_test_is_what_was_settled_in_the_newest_days() -> None:
    rows = tell(make_series())
    is_test = mark_test(LATE, rows, DAY)
    ends = pd.to_datetime(rows.loc[is_test, "target_to"])
    assert ends.max().date() == DAY
    assert (pd.Timestamp(DAY) - ends.min()).days == LATE.terms.test_days - 1


def test_too_few_settled_forecasts_are_said_and_not_judged() -> None:
    with pytest.raises(TrainingError, match="So far 0 forecasts of 0 groups"):
        judge(LATE, tell(make_series(nights=6)), DAY, None)


def test_a_plain_method_that_knows_few_rows_is_not_the_best() -> None:
    rows = make_series()
    rows["late_mean"] = rows["actual"].where(rows["day"] == rows["day"].min())
    assert pick_best(LATE, rows[rows["actual"].notna()]) == "late_last"


def test_intervals_of_a_lead_are_by_entity() -> None:
    rows = tell(make_series())
    rows = rows[rows["actual"].notna()]
    few = replace(LATE.terms, bootstraps=200)
    whole = compare(few, rows, "expected", "late_last")
    alone = compare(few, rows.assign(entity=[str(n) for n in range(len(rows))]), "expected",
                    "late_last")  # fmt: skip
    assert whole.value == alone.value
    assert (whole.lower, whole.upper) != (alone.lower, alone.upper)


def test_an_entitys_own_sales_teach_nothing_to_who_forecasts_it() -> None:
    rows = make_products()
    is_own = rows["entity"] == "S3"
    other = rows.assign(actual=rows["actual"].where(~is_own, rows["actual"] * 1000))
    before, after = (fit_trees(SALES, one).predict(rows)[is_own] for one in (rows, other))
    assert np.array_equal(before, after)
    learned = fit_trees(SALES, other).predict(rows)[~is_own]
    assert not np.array_equal(learned, fit_trees(SALES, rows).predict(rows)[~is_own])


def test_more_reviews_never_lower_what_is_expected() -> None:
    rows = make_products()
    trees = fit_trees(SALES, rows)
    more = rows.assign(reviews_count=rows["reviews_count"] * 2)
    assert (trees.predict(more) >= trees.predict(rows) - 1e-6).all()


def test_a_product_of_an_unknown_shop_gets_the_mean_of_all_folds() -> None:
    rows = make_products()
    trees = fit_trees(SALES, rows)
    stranger = rows.head(1).assign(entity="nobody")
    logs = [
        np.log1p(trees.predict(stranger.assign(entity=next(
            shop for shop, fold in trees.fold_of.items() if fold == number
        ))))
        for number in range(5)
    ]  # fmt: skip
    assert np.log1p(trees.predict(stranger)) == pytest.approx(np.mean(logs, axis=0), rel=1e-5)


def test_the_parts_of_a_product_add_up_to_what_is_expected_of_it() -> None:
    rows = make_products()
    trees = fit_trees(SALES, rows)
    mixed = pd.concat([rows, rows.head(5).assign(entity="unknown shop")])
    parts = trees.explain(mixed)
    assert np.expm1(parts.sum(axis=1)) == pytest.approx(trees.predict(mixed), rel=1e-4)
    importance = trees.weigh(rows)
    assert list(importance) == sorted(importance, key=lambda name: -importance[name])
    assert importance.keys() == {feature.name for feature in SALES.features}
