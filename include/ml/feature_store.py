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

from include.ml.base_spec import Spec
from include.ml.dataset import Slices
from include.settings import load_settings
from include.warehouse.connect import read_sql

FOLDER = "training_sets"
SLICE = "slice"
SLICES = ("fitting", "validation", "test", "waiting")
CUTS = ("validation_from", "test_from")  # in the file's metadata
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


def save_training_set(spec: Spec, day: date, slices: Slices) -> TrainingSet:
    """Write the rows of a training under their hash, unless they are there, and describe them."""
    started = perf_counter()
    frame = order_rows(spec, slices)
    sha256 = hash_rows(frame)
    path = find_path(spec.name, sha256)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        cuts = {name: getattr(slices, name).isoformat() for name in CUTS}
        table = pa.Table.from_pandas(frame, preserve_index=False)
        table = table.replace_schema_metadata((table.schema.metadata or {}) | cuts)
        pq.write_table(
            table, draft, compression="zstd", use_dictionary=[SLICE, *spec.category_names]
        )
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


def load_training_set(model: str, sha256: str) -> Slices:
    """Read a training set back; raises `TrainingSetError` unless every row is the one hashed."""
    path = find_path(model, sha256)
    if not path.is_file():
        raise TrainingSetError(
            f"training set {sha256[:12]} of {model} is not in {path.parent}: it was removed,"
            " or never saved; `make training-sets` lists those that are there"
        )
    try:
        table = pq.read_table(path)
        cuts = [_read_cut(table, name) for name in CUTS]
        frame = table.to_pandas()
        is_hashed = hash_rows(frame) == sha256
    except (pa.ArrowException, KeyError, OSError, TypeError, ValueError) as error:
        raise TrainingSetError(f"{path} cannot be read as a training set: {error}") from error
    if not is_hashed:
        raise TrainingSetError(f"{path} does not hold the rows that it is named after")
    parts = (frame[frame[SLICE] == name].drop(columns=SLICE) for name in SLICES)
    fitting, validation, test, waiting = (part.reset_index(drop=True) for part in parts)
    return Slices(fitting, validation, test, waiting, *cuts)


def _read_cut(table: pa.Table, name: str) -> date:
    return date.fromisoformat(table.schema.metadata[name.encode()].decode())


def order_rows(spec: Spec, slices: Slices) -> pd.DataFrame:
    """Return all rows with their slice, sorted by night and entity."""
    parts = {name: getattr(slices, name) for name in SLICES}
    frame: pd.DataFrame = pd.concat(
        [part.assign(**{SLICE: name}) for name, part in parts.items() if len(part)]
    )
    return frame.sort_values(["day", spec.entity_key], ignore_index=True)


def hash_rows(frame: pd.DataFrame) -> str:
    """Return the sha256 of sorted rows, column by column with its name, whatever file holds them.

    It depends on nothing but the rows, so that those of an older feature version stay readable.
    Days and moments count as whole numbers, floats with one form of zero and of a missing value.
    """
    digest = hashlib.sha256(f"{len(frame)} rows\n".encode())
    for name in sorted(frame.columns):
        digest.update(f"\n{name} ".encode())
        digest.update(np.ascontiguousarray(_to_plain(frame[name])).data)
    return digest.hexdigest()


def _to_plain(column: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Return a column as numbers or bytes that equal values share."""
    if column.name == "day":
        days = pd.to_datetime(column).to_numpy("datetime64[D]")
        return np.asarray(days.astype(np.int32))
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        moments = column.dt.tz_convert("UTC").dt.tz_localize(None)
        return np.asarray(moments.to_numpy("datetime64[us]").astype(np.int64))
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy()
        zeroed = values + values.dtype.type(0)
        return np.asarray(np.where(np.isnan(zeroed), values.dtype.type(np.nan), zeroed))
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(np.int64)
    # a NUL, which no text of PostgreSQL holds, tells missing values and line ends from text
    texts = column.astype("string").str.replace("\n", "\0n", regex=False).fillna("\0")
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def find_path(model: str, sha256: str) -> Path:
    """Return where a training set is, or would be."""
    return load_settings().state / FOLDER / model / f"{sha256}.parquet"


def describe_code(spec: Spec) -> dict[str, Any]:
    """Return what made the rows: the hash of the feature steps, and the packages' versions."""
    packages = {name: version(name) for name in PACKAGES}
    return {"features_sha256": hash_files(*spec.feature_steps), "packages": packages}


def hash_files(*names: str) -> str:
    """Return the sha256 of SQL files, in the order given."""
    texts = (f"{name}\n{read_sql(name)}" for name in names)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
