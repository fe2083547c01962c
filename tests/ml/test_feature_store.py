"""Training sets: named by their rows, read back as they were, refused when altered."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from include.ml.dataset import LABEL, Slices
from include.ml.feature_store import (
    SLICES,
    TrainingSetError,
    find_path,
    load_training_set,
    save_training_set,
)
from include.ml.spec import load_spec
from tests.ml.made_rows import draw_texts

DAY = date(2026, 3, 10)
SPEC = load_spec("delay_open")
NAMES = [name for name in SPEC.feature_names if name not in SPEC.category_names]


def make_rows(rows: int, from_day: date, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(rows, len(NAMES))).astype(np.float32), columns=NAMES)
    frame.iloc[::7, 3] = np.nan
    frame["day"] = [from_day + timedelta(days=number % 5) for number in range(rows)]
    frame["order_id"] = [f"O{seed}-{number:04d}" for number in range(rows)]
    frame["promised_at"] = pd.Timestamp("2026-03-20T22:00:00Z") + pd.to_timedelta(
        rng.integers(0, 1000, rows), "min"
    )
    frame[LABEL] = rng.integers(0, 2, rows)
    return draw_texts(SPEC, frame, seed)


@pytest.fixture
def slices(settings_env: pytest.MonkeyPatch) -> Slices:
    days = [DAY - timedelta(days=number) for number in (60, 40, 20)]
    parts = [make_rows(200, day, number) for number, day in enumerate(days)]
    waiting = make_rows(50, DAY - timedelta(days=8), 9).assign(**{LABEL: np.nan})
    return Slices(*parts, waiting, days[1], days[2])


def change(slices: Slices, column: str, value: object) -> Slices:
    fitting = slices.fitting.copy()
    fitting.loc[5, column] = value
    return replace(slices, fitting=fitting)


def test_a_training_set_is_read_back_as_it_was(slices: Slices) -> None:
    saved = save_training_set(SPEC, DAY, slices)
    assert (saved.fitting_rows_count, saved.test_rows_count) == (200, 200)
    assert (saved.from_day, saved.to_day) == (DAY - timedelta(days=60), DAY - timedelta(days=4))
    found = load_training_set(SPEC.name, saved.content_sha256)
    assert (found.validation_from, found.test_from) == (slices.validation_from, slices.test_from)
    for name in SLICES:
        expected = getattr(slices, name).sort_values(["day", "order_id"], ignore_index=True)
        read = getattr(found, name)[expected.columns]
        pd.testing.assert_frame_equal(read, expected, check_dtype=False)
        assert (read[NAMES].dtypes == np.float32).all()
        assert (read[list(SPEC.category_names)].dtypes == "string").all()


def test_equal_rows_have_one_hash_in_whatever_order_and_file_they_come(slices: Slices) -> None:
    saved = save_training_set(SPEC, DAY, slices)
    mixed = replace(slices, fitting=slices.fitting.sample(frac=1, random_state=1))
    path = find_path(SPEC.name, saved.content_sha256)
    written = path.stat().st_mtime_ns
    assert save_training_set(SPEC, DAY, mixed).content_sha256 == saved.content_sha256
    assert path.stat().st_mtime_ns == written, "a set that is there is not written again"
    pq.write_table(pq.read_table(path), path, row_group_size=50, compression="none")
    assert len(load_training_set(SPEC.name, saved.content_sha256).fitting) == 200


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (NAMES[0], 9.0),
        (NAMES[1], np.nan),
        ("area", "elsewhere"),
        ("area", pd.NA),
        ("area", "\n"),
        (LABEL, 7),
        ("order_id", "O9"),
        ("day", DAY),
        ("promised_at", pd.Timestamp("2026-01-01T00:00:00Z")),
    ],
)
def test_any_other_value_gives_another_hash(slices: Slices, column: str, value: object) -> None:
    saved = save_training_set(SPEC, DAY, slices).content_sha256
    assert save_training_set(SPEC, DAY, change(slices, column, value)).content_sha256 != saved


def test_a_row_in_another_slice_and_other_features_give_another_hash(slices: Slices) -> None:
    saved = save_training_set(SPEC, DAY, slices).content_sha256
    test = pd.concat([slices.test, slices.fitting[:1]])
    moved = replace(slices, fitting=slices.fitting[1:], test=test)
    assert save_training_set(SPEC, DAY, moved).content_sha256 != saved
    parts = {name: getattr(slices, name) for name in SLICES}
    renamed = {name: part.rename(columns={NAMES[0]: "another"}) for name, part in parts.items()}
    assert save_training_set(SPEC, DAY, replace(slices, **renamed)).content_sha256 != saved


def test_a_set_of_an_older_feature_version_stays_readable(slices: Slices) -> None:
    parts = {name: getattr(slices, name) for name in SLICES}
    older = replace(slices, **{name: part.drop(columns=NAMES[:5]) for name, part in parts.items()})
    sha256 = save_training_set(SPEC, DAY, older).content_sha256
    assert NAMES[0] not in load_training_set(SPEC.name, sha256).test


def test_texts_that_look_alike_when_joined_give_other_hashes(slices: Slices) -> None:
    found = set()
    for texts in (["a", "b\nc"], ["a\nb", "c"], ["", pd.NA], [pd.NA, ""], ["", ""]):
        fitting = slices.fitting.copy()
        fitting.loc[fitting.index[[0, 5]], "area"] = texts  # neighbours once sorted by night
        found.add(save_training_set(SPEC, DAY, replace(slices, fitting=fitting)).content_sha256)
    assert len(found) == 5


def test_zeros_and_missing_values_have_one_form(slices: Slices) -> None:
    zero, minus = (change(slices, NAMES[0], value) for value in (0.0, -0.0))
    assert (
        save_training_set(SPEC, DAY, zero).content_sha256
        == save_training_set(SPEC, DAY, minus).content_sha256
    )
    odd = np.uint32(0x7FC00001).view(np.float32)
    plain, other = (change(slices, NAMES[0], value) for value in (np.float32("nan"), odd))
    assert (
        save_training_set(SPEC, DAY, plain).content_sha256
        == save_training_set(SPEC, DAY, other).content_sha256
    )


def test_an_altered_a_cut_and_a_removed_file_are_refused_by_name(
    slices: Slices, tmp_path: Path
) -> None:
    sha256 = save_training_set(SPEC, DAY, slices).content_sha256
    path = find_path(SPEC.name, sha256)
    table = pq.read_table(path)
    frame = table.to_pandas()
    frame.loc[0, NAMES[0]] += 1
    pq.write_table(pa.Table.from_pandas(frame, schema=table.schema), path)
    with pytest.raises(TrainingSetError, match=f"{sha256}.parquet does not hold the rows"):
        load_training_set(SPEC.name, sha256)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TrainingSetError, match=f"{sha256}.parquet cannot be read"):
        load_training_set(SPEC.name, sha256)
    path.unlink()
    with pytest.raises(TrainingSetError, match="`make training-sets` lists those that are there"):
        load_training_set(SPEC.name, sha256)
