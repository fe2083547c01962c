"""A model of texts on disk: its terms as JSON, its weights as npz, its manifest."""

import io
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from include.ml.manifest import read_file, read_manifest, save_file, save_manifest
from include.ml.model import Floats
from include.ml.texts.model import TextModel
from include.ml.texts.spec import Grams, TextSpec
from include.ml.texts.topics import TopicModel
from include.ml.texts.vectors import list_terms, rebuild_vectors


@dataclass(frozen=True)
class TextArtifact:
    """A checked version: the model that serves, its topics, and the days it was fitted on."""

    model: TextModel
    topics: TopicModel
    trained_for_day: date
    reference_from: date
    reference_to: date


def save_texts(spec: TextSpec, artifact: TextArtifact, folder: Path) -> str:
    """Write a version into `folder`; return the sha256 of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    model, topics = artifact.model, artifact.topics
    terms = {
        "words": list_terms(model.vectors.words),
        "letters": list_terms(model.vectors.letters),
        "topics": list(topics.terms),
    }
    arrays = {
        "weights": model.weights,
        "words_idf": model.vectors.words.idf_,
        "letters_idf": model.vectors.letters.idf_,
        "topics": topics.weights,
        "topics_idf": topics.idf,
    }
    return save_manifest(
        folder,
        {
            "model": spec.name,
            "trained_for_day": artifact.trained_for_day.isoformat(),
            "feature_version": spec.feature_version,
            "reference": [artifact.reference_from.isoformat(), artifact.reference_to.isoformat()],
            "grams": asdict(spec.grams),
            "intercept": model.intercept,
            "negative_from": model.negative_from,
            "positive_below": model.positive_below,
            "even_at": model.even_at,
            "topic_names": list(topics.names),
            "least_share": topics.least_share,
            "terms": save_file(folder, "terms.json", json.dumps(terms).encode()),
            "arrays": save_file(folder, "arrays.npz", _write_arrays(arrays)),
        },
    )


def load_texts(spec: TextSpec, folder: Path, sha256: str) -> TextArtifact:
    """Read a version back; raises `ArtifactError` unless every byte is the one registered."""
    said = read_manifest(folder, sha256, spec.feature_version)
    terms = json.loads(read_file(folder, said["terms"]))
    arrays = _read_arrays(read_file(folder, said["arrays"]))
    grams = Grams(**{name: _to_tuple(value) for name, value in said["grams"].items()})
    vectors = rebuild_vectors(
        grams, terms["words"], terms["letters"], (arrays["words_idf"], arrays["letters_idf"])
    )
    model = TextModel(
        vectors,
        arrays["weights"],
        said["intercept"],
        said["negative_from"],
        said["positive_below"],
        said["even_at"],
    )
    topics = TopicModel(
        tuple(said["topic_names"]),
        tuple(terms["topics"]),
        arrays["topics"],
        arrays["topics_idf"],
        grams,
        said["least_share"],
    )
    reference_from, reference_to = map(date.fromisoformat, said["reference"])
    trained_for_day = date.fromisoformat(said["trained_for_day"])
    return TextArtifact(model, topics, trained_for_day, reference_from, reference_to)


def _to_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _write_arrays(arrays: dict[str, Floats]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _read_arrays(content: bytes) -> dict[str, Floats]:
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
