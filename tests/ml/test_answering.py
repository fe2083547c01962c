"""The night of a weekly model: trained when due, served whatever becomes of its training."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from include.ml import answering, training
from include.ml.answering import answer_question
from include.ml.base_spec import Spec, find_spec
from include.ml.errors import LeakError
from include.ml.recipe import load_recipe
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import SPECS, list_answered
from include.ml.training import train_if_due
from include.ml.versions import Version

DAY = date(2026, 3, 10)


@dataclass
class Recorder:
    """Stands for a recipe and a training, and keeps the order in which they were asked."""

    calls: list[str] = field(default_factory=list)
    error: Exception | None = None

    def prepare(self, spec: Spec, day: date) -> None:
        self.calls.append("prepare")

    def train(self, name: str, day: date) -> dict[str, Any]:
        self.calls.append("train")
        if self.error:
            raise self.error
        return {"decision": "first"}

    def serve(self, spec: Spec, day: date) -> dict[str, Any]:
        self.calls.append("serve")
        return {"has_skill": True}

    def measure_drift(self, spec: Spec, day: date) -> dict[str, Any]:
        self.calls.append("drift")
        return {"columns": 3}


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(answering, "load_recipe", lambda spec: recorder)
    monkeypatch.setattr(answering, "train_if_due", recorder.train)
    return recorder


def test_a_night_is_prepared_trained_served_and_watched(recorder: Recorder) -> None:
    found = answer_question("delay_open", DAY)
    assert recorder.calls == ["prepare", "train", "serve", "drift"]
    assert found == {
        "has_skill": True,
        "trained": {"decision": "first"},
        "drift": {"columns": 3},
    }


def test_a_training_that_fails_stops_the_task_after_the_champion_has_served(
    recorder: Recorder,
) -> None:
    recorder.error = LeakError("stars tells the answer")
    with pytest.raises(LeakError, match="stars"):
        answer_question("delay_open", DAY)
    assert recorder.calls == ["prepare", "train", "serve"]


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(("nights", "is_due"), [(0, True), (1, False), (6, False), (7, True)])
def test_a_version_under_a_week_old_is_not_trained_again(
    nights: int, is_due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = Version(4, "champion", DAY - timedelta(days=nights), "first", "Promoted.", {})
    monkeypatch.setattr(training, "load_versions", lambda *_: [newest])
    monkeypatch.setattr(training, "train_model", lambda *_: {"decision": "trained"})
    found = train_if_due("delay_open", DAY)
    assert found["decision"] == ("trained" if is_due else "not due")
    if not is_due:
        assert "Version 4 was trained for" in found["reason"]


@pytest.mark.parametrize("name", SPECS)
def test_every_model_names_a_recipe_that_does_all_that_is_asked_of_it(name: str) -> None:
    recipe = load_recipe(find_spec(name))
    for part in ("prepare", "train", "benchmark", "load", "serve", "measure_drift"):
        assert callable(getattr(recipe, part))


def test_an_unknown_model_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'delay_never' is unknown: add include/ml/specs"):
        find_spec("delay_never")


def test_a_model_of_another_kind_is_not_taken_for_one_of_orders(
    monkeypatch: pytest.MonkeyPatch, use_spec: Callable[[ModelSpec], None]
) -> None:
    other = Spec(
        name="other", question="How many?", recipe="include.ml.other", feature_version=1,
        entity_key="category", feature_steps=(), label_sql="",
    )  # fmt: skip
    monkeypatch.setattr("include.ml.spec.find_spec", lambda name: other)
    with pytest.raises(ValueError, match=r"'other' is of another kind: include\.ml\.other"):
        load_spec("other")


def test_a_source_is_asked_what_its_tables_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {"reads_reviews": ("reviews",), "reads_orders": ("orders", "deliveries")}
    monkeypatch.setattr("include.ml.specs.WEEKLY", needs)
    assert list_answered("tokopedia") == ("reads_reviews",)
    assert list_answered("olist") == ("reads_reviews", "reads_orders")
