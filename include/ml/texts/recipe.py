"""The recipe of review texts: a linear model judged by time or by group, with its topics."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from include.ml.errors import TrainingError
from include.ml.feature_store import save_training_set
from include.ml.recipe import Challenger
from include.ml.serving import Serving, find_serving, load_candidates
from include.ml.texts.answers import save_ratings, save_scores, save_topics, score_texts
from include.ml.texts.artifact import TextArtifact, load_texts, save_texts
from include.ml.texts.drift import measure_text_drift
from include.ml.texts.fitting import fit_texts, require_different
from include.ml.texts.judging import judge_texts
from include.ml.texts.reviews import load_unscored, read_texts
from include.ml.texts.spec import TextSpec
from include.ml.texts.splitting import split_texts
from include.ml.texts.topics import find_topics
from include.ml.versions import Version
from include.warehouse.connect import open_snapshot, open_transaction, read_sql

NO_TEXTS = "This source has no reviews with a text and stars, so there is no sentiment to learn."


class TextRecipe:
    """Trains, serves and watches a `TextSpec`; its parts stand in the modules beside."""

    def prepare(self, spec: TextSpec, day: date) -> None:
        """Do nothing: texts are read from silver as they are."""

    def train(self, spec: TextSpec, day: date, versions: list[Version]) -> Challenger:
        """Fit on stars, calibrate and cut on later texts, judge on the latest."""
        with open_snapshot() as connection:
            rows = read_texts(connection, spec, day - timedelta(days=spec.history_days - 1), day)
        if rows.empty:
            raise TrainingError(NO_TEXTS)
        require_different(spec, rows["text"])
        slices = split_texts(spec, rows, day)
        model = fit_texts(spec, slices.fitting, slices.validation)
        decision, figures = judge_texts(spec, model, slices, versions)
        negative = rows["is_positive"] == 1
        complaints, others = (rows.loc[side, "text"].tolist() for side in (negative, ~negative))
        topics = find_topics(spec, complaints, others)
        artifact = TextArtifact(
            model, topics, day, min(slices.fitting["day"]), max(slices.fitting["day"])
        )
        return Challenger(
            decision,
            figures | {"topics": list(topics.names)},
            {
                "inverse_penalty": spec.inverse_penalty,
                "inverse_penalty_of_ratios": spec.inverse_penalty_of_ratios,
            },
            save_training_set(spec, day, slices),
            partial(save_texts, spec, artifact),
        )

    def benchmark(self, spec: TextSpec, day: date) -> None:
        """Do nothing: simpler methods are compared in `bench/review_texts.py`."""

    def load(self, spec: TextSpec, folder: Path, sha256: str) -> TextArtifact:
        """Read terms, weights and manifest back."""
        return load_texts(spec, folder, sha256)

    def serve(self, spec: TextSpec, day: date) -> dict[str, Any]:
        """Score the texts that are new to the serving version; count topics; watch ratings."""
        serving, reason = _find_serving(spec, day)
        if serving is None:
            with open_transaction() as connection:
                falling = save_ratings(connection, day)
            return {"model": spec.name, "has_skill": False, "reason": reason, "falling": falling}
        with open_transaction(is_writer=False) as connection:
            rows = load_unscored(connection, spec, day, serving.version)
        scores = score_texts(spec, serving.artifact, rows)
        pin = {"day": day, "model": spec.name, "version": serving.version}
        with open_transaction() as connection:
            with connection.cursor() as cursor:
                cursor.execute(read_sql("ml/pin_served_model.sql"), pin)
            save_scores(connection, pin, scores)
            surging = save_topics(connection, spec, pin, serving.artifact.topics.names)
            falling = save_ratings(connection, day)
        return {
            "model": spec.name,
            "version": serving.version,
            "has_skill": True,
            "scores": len(scores),
            "negative": sum(score.sentiment == "negative" for score in scores),
            "surging": surging,
            "falling": falling,
        }

    def measure_drift(self, spec: TextSpec, day: date) -> dict[str, Any]:
        """Compare score, length, stars and unknown words of the newest texts with the learned."""
        return measure_text_drift(spec, day)


def _find_serving(spec: TextSpec, day: date) -> tuple[Serving[TextArtifact] | None, str]:
    with open_snapshot() as connection:
        candidates = load_candidates(connection, spec.name, day)
    found = find_serving(spec.name, candidates.versions, partial(load_texts, spec))
    return found, candidates.reason


RECIPE = TextRecipe()
