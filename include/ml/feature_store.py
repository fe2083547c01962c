"""The rows that versions were trained on: Parquet files named by the hash of their content.

`save_training_set` keeps what `split_by_time` cut; `load_training_set` reads it back and checks the
hash. The lineage stands in `ml.training_sets` (`include/ml/training_sets.py`).
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from include.ml.dataset import LABEL, Slices
from include.ml.spec import ModelSpec
from include.settings import load_settings
from include.warehouse.connect import read_sql

FOLDER = "training_sets"
SLICE = "slice"
SLICES = ("fitting", "validation", "test")
PACKAGES = ("numpy", "pandas", "pyarrow", "scikit-learn", "xgboost")

log = logging.getLogger(__name__)


class TrainingSetError(RuntimeError):
    """A training set is unknown, removed or altered; the message names it."""


@dataclass(frozen=True)
class TrainingSet:
    """A saved set of rows and where it came from; the fields are those of `ml.training_sets`."""

    model: str
    content_sha256: str
    day: date
    feature_version: int
    fitting_rows_count: int
    validation_rows_count: int
    test_rows_count: int
    from_day: date
    to_day: date
    label_sha256: str
    code: dict[str, Any]
    file_name: str
    file_bytes: int


def save_training_set(spec: ModelSpec, day: date, slices: Slices) -> TrainingSet:
    """Write the rows of a training under their hash, unless they are there, and describe them."""
    started = perf_counter()
    frame = order_rows(spec, slices)
    sha256 = hash_rows(spec, frame)
    path = find_path(spec.name, sha256)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        table = pa.Table.from_pandas(frame, preserve_index=False)
        pq.write_table(table, draft, compression="zstd", use_dictionary=[SLICE])
        draft.replace(path)
    log.info("%s: training set %s (%.1f s)", spec.name, sha256[:12], perf_counter() - started)
    return TrainingSet(
        model=spec.name,
        content_sha256=sha256,
        day=day,
        feature_version=spec.feature_version,
        fitting_rows_count=len(slices.fitting),
        validation_rows_count=len(slices.validation),
        test_rows_count=len(slices.test),
        from_day=min(frame["day"]),
        to_day=max(frame["day"]),
        label_sha256=hash_files(spec.label_sql),
        code=describe_code(spec),
        file_name=str(path.relative_to(load_settings().state / FOLDER)),
        file_bytes=path.stat().st_size,
    )


def load_training_set(spec: ModelSpec, sha256: str) -> Slices:
    """Read a training set back; raises `TrainingSetError` unless every row is the one hashed."""
    path = find_path(spec.name, sha256)
    if not path.is_file():
        raise TrainingSetError(
            f"training set {sha256[:12]} of {spec.name} is not in {path.parent}: it was removed,"
            " or never saved; `make training-sets` lists those that are there"
        )
    try:
        frame = pq.read_table(path).to_pandas()
        is_hashed = hash_rows(spec, frame) == sha256
    except (pa.ArrowException, KeyError, OSError, ValueError) as error:
        raise TrainingSetError(f"{path} cannot be read as a training set: {error}") from error
    if not is_hashed:
        raise TrainingSetError(f"{path} does not hold the rows that it is named after")
    parts = (frame[frame[SLICE] == name].drop(columns=SLICE) for name in SLICES)
    return Slices(*(part.reset_index(drop=True) for part in parts))


def order_rows(spec: ModelSpec, slices: Slices) -> pd.DataFrame:
    """Return all rows with their slice, sorted by night and entity."""
    parts = zip(SLICES, (slices.fitting, slices.validation, slices.test), strict=True)
    frame = pd.concat([part.assign(**{SLICE: name}) for name, part in parts])
    return frame.sort_values(["day", spec.entity_key], ignore_index=True)


def hash_rows(spec: ModelSpec, frame: pd.DataFrame) -> str:
    """Return the sha256 of sorted rows, column by column with its name, whatever file holds them.

    Days and moments count as whole numbers, labels as bytes, features as 32-bit floats with one
    kind of missing value, keys and slices as text. Any other column counts as 64-bit floats.
    """
    digest = hashlib.sha256(f"{spec.name} {spec.feature_version} {len(frame)}\n".encode())
    days = pd.to_datetime(frame["day"]).to_numpy("datetime64[D]")
    moments = frame["promised_at"].dt.tz_convert("UTC").dt.tz_localize(None)
    _feed(digest, "day", days.astype(np.int32))
    _feed(digest, "promised_at", moments.to_numpy("datetime64[us]").astype(np.int64))
    _feed(digest, LABEL, frame[LABEL].to_numpy(np.int8))
    for name in (spec.entity_key, SLICE):
        _feed(digest, name, np.frombuffer("\n".join(frame[name]).encode(), np.uint8))
    for name in spec.feature_names:
        _feed(digest, name, _settle(frame[name].to_numpy(np.float32)))
    known = {"day", "promised_at", LABEL, spec.entity_key, SLICE, *spec.feature_names}
    for name in sorted(set(frame.columns) - known):
        _feed(digest, name, _settle(frame[name].to_numpy(np.float64)))
    return digest.hexdigest()


def _settle(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return floats with one bit pattern for zero and one for a missing value."""
    zeroed = values + values.dtype.type(0)
    return np.asarray(np.where(np.isnan(zeroed), values.dtype.type(np.nan), zeroed))


def _feed(digest: "hashlib._Hash", name: str, values: npt.NDArray[Any]) -> None:
    digest.update(f"\n{name} ".encode())
    digest.update(np.ascontiguousarray(values).data)


def find_path(model: str, sha256: str) -> Path:
    """Return where a training set is, or would be."""
    return load_settings().state / FOLDER / model / f"{sha256}.parquet"


def describe_code(spec: ModelSpec) -> dict[str, Any]:
    """Return what made the rows: the hash of the feature steps, and the packages' versions."""
    packages = {name: version(name) for name in PACKAGES}
    return {"features_sha256": hash_files(*spec.feature_steps), "packages": packages}


def hash_files(*names: str) -> str:
    """Return the sha256 of SQL files, in the order given."""
    texts = (f"{name}\n{read_sql(name)}" for name in names)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
