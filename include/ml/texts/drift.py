"""Whether the newest texts are still like those that the serving version learned from."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.drift_watch import Comparison, watch
from include.ml.serving import find_serving
from include.ml.texts.artifact import TextArtifact, load_texts
from include.ml.texts.model import TextModel
from include.ml.texts.reviews import read_texts
from include.ml.texts.spec import TextSpec
from include.ml.versions import load_served
from include.warehouse.connect import open_snapshot


def measure_text_drift(spec: TextSpec, day: date) -> dict[str, Any]:
    """Compare the newest texts with those that the serving version was fitted on."""
    with open_snapshot() as connection:
        served = load_served(connection, spec.name, day)
        load = partial(load_texts, spec)
        serving = None if served is None else find_serving(spec.name, [served], load)
        if serving is None:
            return {"model": spec.name, "columns": 0, "reason": "no model served the night"}
        compared = _load_comparison(connection, spec, serving.artifact, day)
    return watch(spec, day, compared)


def describe_texts(spec: TextSpec, model: TextModel, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is compared of each text: its day, the spec's features, and its score."""
    texts = rows["text"].tolist()
    known, split = model.vectors.words.vocabulary_, model.vectors.words.build_tokenizer()
    fold = model.vectors.words.build_preprocessor()
    words = [split(fold(text)) for text in texts]
    return pd.DataFrame(
        {
            "day": rows["day"].to_numpy(),
            "words_count": np.array([len(one) for one in words], dtype=np.float64),
            "unknown_words_share": np.array(
                [np.mean([word not in known for word in one]) if one else 0.0 for one in words],
                dtype=np.float64,
            ),
            "stars": rows["stars"].to_numpy(np.float64),
            spec.drift.score_name: model.compute_probabilities(texts),
        }
    )


def _load_comparison(
    connection: Connection, spec: TextSpec, artifact: TextArtifact, day: date
) -> Comparison:
    """Return both samples, evenly thinned."""
    current_from = day - timedelta(days=spec.drift.current_nights - 1)
    reference_to = min(artifact.reference_to, current_from - timedelta(days=1))
    texts = read_texts(connection, spec, artifact.reference_from, day)
    sides = texts[texts["day"] <= reference_to], texts[texts["day"] >= current_from]
    reference, current = (
        describe_texts(spec, artifact.model, rows.iloc[:: 1 + len(rows) // spec.drift.most_rows])
        for rows in sides
    )
    return Comparison(reference, current, artifact.reference_from, reference_to, current_from)
