"""A model on disk is the one that was registered, or it is refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from include.ml.artifact import (
    Artifact,
    load_artifact,
    save_artifact,
)
from include.ml.dataset import LABEL
from include.ml.fitting import fit_judged
from include.ml.manifest import MANIFEST, ArtifactError
from include.ml.model import Model, to_values
from include.ml.spec import ModelSpec
from tests.ml.made_rows import DAY, cut_rows, draw_texts


def find_file(folder: Path, start: str) -> Path:
    (path,) = (path for path in folder.iterdir() if path.name.startswith(start))
    return path


@pytest.fixture(scope="module")
def rows(quick_spec: ModelSpec) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        rng.normal(size=(900, len(quick_spec.feature_names))),
        columns=list(quick_spec.feature_names),
    )
    frame = draw_texts(quick_spec, frame)
    pull = frame["distance_km"] + (frame["area"] == "north").fillna(False)
    frame[LABEL] = (pull + rng.normal(size=900) > 0).astype(int)
    return frame.assign(order_id=[f"order {number}" for number in range(900)])


@pytest.fixture(scope="module")
def model(quick_spec: ModelSpec, rows: pd.DataFrame) -> Model:
    return fit_judged(quick_spec, cut_rows(rows[:600], rows[600:], rows[600:]))


@pytest.fixture
def saved(quick_spec: ModelSpec, model: Model, tmp_path: Path) -> tuple[Path, str]:
    judged = replace(model, slope=1.1)
    return tmp_path, save_artifact(quick_spec, Artifact(model, judged, DAY, DAY, DAY), tmp_path)


def test_a_model_comes_back_as_it_was(
    quick_spec: ModelSpec, model: Model, rows: pd.DataFrame, saved: tuple[Path, str]
) -> None:
    loaded = load_artifact(quick_spec, *saved)
    np.testing.assert_array_equal(loaded.model.compute_margins(rows), model.compute_margins(rows))
    assert loaded.judged.slope == 1.1
    assert loaded.model.parts["days"].offset == model.parts["days"].offset != 0
    assert loaded.trained_for_day == DAY


@pytest.mark.parametrize("start", ["outcome", "days", MANIFEST])
def test_an_altered_file_is_refused_by_name(
    quick_spec: ModelSpec, saved: tuple[Path, str], start: str
) -> None:
    path = find_file(saved[0], start)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArtifactError, match=path.name):
        load_artifact(quick_spec, *saved)


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_missing_or_cut_file_is_refused(
    quick_spec: ModelSpec, saved: tuple[Path, str], spoil: Callable[[Path], object]
) -> None:
    path = find_file(saved[0], "outcome")
    spoil(path)
    with pytest.raises(ArtifactError, match=path.name):
        load_artifact(quick_spec, *saved)


def test_no_file_is_a_pickle_and_trees_that_models_share_are_kept_once(
    saved: tuple[Path, str],
) -> None:
    files = [find_file(saved[0], start) for start in ("outcome-", "days-")]
    assert {path.read_bytes()[:1] for path in files} == {b"{"}  # UBJSON's object
    assert {path.name for path in saved[0].iterdir()} == {MANIFEST, *(one.name for one in files)}


def test_the_categories_come_back_in_the_order_of_their_codes(
    quick_spec: ModelSpec, model: Model, rows: pd.DataFrame, saved: tuple[Path, str]
) -> None:
    loaded = load_artifact(quick_spec, *saved).model
    assert loaded.categories == model.categories
    assert loaded.categories["area"] == ("east", "north", "south", "west")
    north, south = (loaded.compute_margins(rows.assign(area=area)) for area in ("north", "south"))
    assert (north - south).mean() > 0.1


def test_an_unknown_category_is_a_missing_one(model: Model, rows: pd.DataFrame) -> None:
    unknown = rows.assign(area="the moon")
    missing = rows.assign(area=pd.Series(pd.NA, rows.index, "string"))
    assert np.isnan(to_values(unknown, ("area",), model.categories)).all()
    margins = model.compute_margins(unknown)
    np.testing.assert_array_equal(margins, model.compute_margins(missing))
    assert np.abs(margins - model.compute_margins(rows)).max() > 0
    np.testing.assert_array_equal(model.explain(unknown), model.explain(missing))
