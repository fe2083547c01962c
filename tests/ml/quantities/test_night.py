"""The night of a forecast: trained, served, served again alike, and plain by name without skill."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from include.ml import registry
from include.ml.answering import answer_question
from include.ml.manifest import ArtifactError
from include.ml.quantities.artifact import load_method, save_method
from include.ml.quantities.spec import QuantitySpec
from include.ml.quantities.trees import fit_trees
from tests.ml.quantities.made_quantities import DAY, find_quantity, make_products, make_series

Fetch = Callable[..., list[tuple[Any, ...]]]
Use = Callable[[QuantitySpec], None]

pytestmark = pytest.mark.usefixtures("warehouse", "mlflow_store")

FORECASTS = "select * from ml.forecasts order by model, grain, group_key, horizon_days"


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Return a function that makes the night use a spec."""
    return lambda spec: monkeypatch.setattr("include.ml.base_spec._find_spec", lambda *_: spec)


def with_rows(name: str, rows: pd.DataFrame) -> QuantitySpec:
    """Return a spec whose rows are made; a night reads those up to its day."""
    return replace(find_quantity(name), read=lambda _c, _s, day: rows[rows["day"] <= day])


def test_a_night_is_trained_served_and_served_again_alike(use: Use, fetch: Fetch) -> None:
    use(with_rows("late_orders", make_series()))
    found = answer_question("late_orders", DAY)
    assert found["trained"]["decision"] == "first"
    assert (found["has_skill"], found["forecasts"], found["version"]) == (True, 12, 1)
    served = fetch(FORECASTS)
    assert len(served) == 12
    assert fetch("select distinct version, method from ml.forecasts") == [
        (1, "sum of the backlog's probabilities, and orders still to come")
    ]
    assert fetch("select version from ml.served_models where model = 'late_orders'") == [(1,)]
    assert fetch(
        "select count(*) from ml.forecasts where lower_90 <= lower_50 and lower_50 <= expected"
        " and expected <= upper_50 and upper_50 <= upper_90"
    ) == [(12,)]
    answer_question("late_orders", DAY)
    assert fetch(FORECASTS) == served


def test_without_skill_the_best_plain_method_serves_by_its_name(use: Use, fetch: Fetch) -> None:
    use(with_rows("late_orders", make_series(skill=-1)))
    found = answer_question("late_orders", DAY)
    assert found["trained"]["decision"] == "no_skill"
    assert (found["has_skill"], found["version"]) == (False, None)
    assert "No skill" in found["reason"]
    assert fetch("select distinct version, method from ml.forecasts") == [
        (None, "as many as in as many days before")
    ]
    assert fetch("select count(*) from ml.served_models") == [(0,)]
    assert fetch("select count(lower_90) from ml.forecasts") == [(12,)]


def test_a_group_that_the_champion_cannot_tell_of_gets_the_plain_method(
    use: Use, fetch: Fetch
) -> None:
    rows = make_series()
    is_blind = (rows["day"] == DAY) & (rows["group_key"] == "area 03")
    use(with_rows("late_orders", rows.assign(backlog_late=rows["backlog_late"].mask(is_blind))))
    answer_question("late_orders", DAY)
    methods = dict(fetch("select group_key, method from ml.forecasts"))
    assert methods["area 03"] == "as many as in as many days before"
    assert methods["area 04"].startswith("sum of the backlog")


def test_with_nothing_settled_no_model_is_trained_and_the_plain_method_serves(
    use: Use, fetch: Fetch
) -> None:
    use(with_rows("late_orders", make_series(nights=5)))
    found = answer_question("late_orders", DAY)
    assert found["trained"]["decision"] == "untrained"
    assert "are settled to learn from" in found["trained"]["reason"]
    assert fetch("select count(*), count(lower_90) from ml.forecasts") == [(12, 0)]


def test_a_champion_that_lost_its_skill_leaves_the_night_to_the_plain_method(
    use: Use, fetch: Fetch
) -> None:
    use(with_rows("late_orders", make_series()))
    answer_question("late_orders", DAY - timedelta(days=7))
    assert registry.find_alias("late_orders", "champion") == 1
    use(with_rows("late_orders", make_series(skill=-1)))
    found = answer_question("late_orders", DAY)
    assert found["has_skill"] is False
    assert registry.find_alias("late_orders", "champion") is None


def test_sales_of_products_are_served_with_intervals_and_drift_has_other_days_to_compare(
    use: Use, fetch: Fetch
) -> None:
    rows = make_products()
    unknown = rows.index[::50]
    rows.loc[unknown, ["actual", "sold_count"]] = float("nan")
    use(with_rows("product_sales", rows))
    found = answer_question("product_sales", DAY)
    assert found["trained"]["decision"] == "first"
    assert "evenings" in found["drift"]["reason"]
    assert fetch("select count(*), count(lower_90), count(actual) from ml.forecasts") == [
        (len(rows), len(rows), len(rows) - len(unknown))
    ]


def test_the_drift_of_a_series_is_measured_against_the_evenings_of_its_training(
    use: Use, fetch: Fetch
) -> None:
    rows = make_series(nights=200)
    use(with_rows("late_orders", rows))
    answer_question("late_orders", DAY - timedelta(days=6))
    is_new = rows["day"] > DAY - timedelta(days=7)
    use(with_rows("late_orders", rows.assign(
        backlog_orders=rows["backlog_orders"].where(~is_new, rows["backlog_orders"] * 100)
    )))  # fmt: skip
    found = answer_question("late_orders", DAY)
    assert "backlog_orders" in found["drift"]["drifted"]
    assert fetch("select count(*) from ml.drift_metrics where model = 'late_orders'") != [(0,)]


@pytest.mark.parametrize("name", ["late_orders", "weekly_demand", "product_sales"])
def test_a_source_that_told_nothing_has_a_night_without_forecasts(name: str, fetch: Fetch) -> None:
    found = answer_question(name, DAY)
    assert (found["has_skill"], found["forecasts"]) == (False, 0)
    assert found["trained"]["decision"] == "untrained"
    assert found["reason"].startswith("So far no ")
    assert fetch(FORECASTS) == []


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    spec = find_quantity("product_sales")
    rows = make_products()
    trees = fit_trees(spec, rows)
    sha256 = save_method(spec, trees, DAY, tmp_path)
    assert (load_method(spec, tmp_path, sha256).predict(rows) == trees.predict(rows)).all()
    file = next(tmp_path.glob("fold3*.ubj"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(ArtifactError, match="fold3"):
        load_method(spec, tmp_path, sha256)
