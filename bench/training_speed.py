"""Time a retraining of 250,000 rows and 90 features, and take the memory of its process.

`python -m bench.training_speed` needs no warehouse: rows are made up. It cuts them, audits them for
leaks, fits the judged and the served model, and writes the artifact, as a night does. The bare
library's side is one `xgboost.train` of the same rows, with the most rounds that a spec allows.
"""

import argparse
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import xgboost as xgb

from bench.made_orders import LAST_NIGHT, make_orders
from include.ml.artifact import Artifact, save_artifact
from include.ml.dataset import LABEL, split_by_time
from include.ml.fitting import fit_judged, fit_served, list_categories
from include.ml.leaks import audit_leaks
from include.ml.model import to_matrix
from include.ml.spec import ModelSpec, load_spec

ROWS, FEATURES, NIGHTS = 250_000, 90, 450


def widen(spec: ModelSpec) -> ModelSpec:
    """Return a spec with as many features: further ones are like its last number."""
    pattern = next(one for one in reversed(spec.features) if one.kind == "number")
    missing = range(FEATURES - len(spec.features))
    more = tuple(replace(pattern, name=f"made_up_{number}", monotone=0) for number in missing)
    return replace(spec, features=(*spec.features, *more))


def measure() -> dict[str, float]:
    """Return the seconds of each part and the process's peak memory in GB."""
    spec = widen(load_spec("delay_open"))
    frame = make_orders(spec, ROWS, seed=1, nights=NIGHTS)
    marks = [perf_counter()]
    slices = split_by_time(frame, spec, LAST_NIGHT)
    audit_leaks(spec, slices)
    marks.append(perf_counter())
    judged = fit_judged(spec, slices)
    marks.append(perf_counter())
    served = fit_served(spec, judged, slices, LAST_NIGHT)
    marks.append(perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        artifact = Artifact(served, judged, LAST_NIGHT, LAST_NIGHT, LAST_NIGHT)
        save_artifact(spec, artifact, Path(folder))
    marks.append(perf_counter())
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    labelled = frame[frame[LABEL].notna()]
    matrix = to_matrix(
        labelled,
        spec.feature_names,
        list_categories(spec, labelled),
        labelled[LABEL].to_numpy("float64"),
    )
    xgb.train(dict(spec.params), matrix, num_boost_round=spec.most_rounds)
    bare = perf_counter() - marks[-1]
    names = ("audit_seconds", "judged_seconds", "served_seconds", "artifact_seconds")
    parts = {
        name: round(after - before, 1)
        for name, before, after in zip(names, marks, marks[1:], strict=False)
    }
    total = marks[-1] - marks[0]
    return parts | {
        "rows": len(frame),
        "features": len(spec.features),
        "total_seconds": round(total, 1),
        "peak_gb": round(int(peak.split()[1]) / 1024**2, 2),
        "bare_seconds": round(bare, 1),
        "ratio": round(total / bare, 2),
    }


def main() -> None:
    """Print the figures as JSON."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.setdefault("NIGHTSHIFT_SOURCE", "demo")
    print(json.dumps(measure(), indent=2))


if __name__ == "__main__":
    main()
