"""Fit a model of texts on stars: weights, Platt's line, and the thresholds of its three answers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from include.ml.errors import TrainingError
from include.ml.model import Floats, to_probability
from include.ml.resampling import Labels
from include.ml.texts.model import TextModel
from include.ml.texts.spec import TextSpec
from include.ml.texts.vectors import Vectors, fit_vectors

LABEL = "is_positive"  # the text complains; missing between the two kinds
MOST_ITERATIONS = 500
SMOOTHED = 0.5  # weight added to each term on both sides


def label_stars(spec: TextSpec, stars: "pd.Series[int]") -> "pd.Series[float]":
    """Return 1 for few stars, 0 for many, missing for those between."""
    labels = pd.Series(np.nan, index=stars.index)
    labels[stars <= spec.negative_stars] = 1.0
    labels[stars >= spec.positive_stars] = 0.0
    return labels


def require_different(spec: TextSpec, texts: "pd.Series[str]") -> None:
    """Raise `TrainingError` where few sentences make all texts: they would be learned by heart."""
    different = texts.str.casefold().str.strip().nunique()
    least = max(spec.least_distinct, round(spec.least_distinct_share * len(texts)))
    if different < least:
        raise TrainingError(
            f"The {len(texts):,} reviews with a text hold only {different:,} different texts, fewer"
            f" than {least:,}: a model would know these sentences by heart and no others."
        )


def fit_texts(spec: TextSpec, fitting: pd.DataFrame, validation: pd.DataFrame) -> TextModel:
    """Return the model of both slices, calibrated and cut by one that had not seen `validation`.

    Columns read: text, stars, is_positive. Equal rows give an equal model.
    """
    for name, rows in (("fitting", fitting), ("validation", validation)):
        if rows[LABEL].nunique() < 2:
            raise TrainingError(f"The {name} slice has {len(rows)} texts, not of both outcomes.")
    vectors, weights, intercept = fit_weights(spec, fitting)
    margins = np.asarray(vectors.transform(validation["text"].tolist()) @ weights + intercept)
    slope, shift = fit_platt(margins, validation[LABEL].to_numpy(np.float64))
    told = to_probability(slope * margins + shift)
    stars = validation["stars"].to_numpy(np.int64)
    negative_from = pick_threshold(told, stars <= spec.negative_stars)
    positive_above = pick_threshold(1 - told, stars >= spec.positive_stars)
    vectors, weights, intercept = fit_weights(spec, pd.concat([fitting, validation]))
    return TextModel(
        vectors,
        slope * weights,
        slope * intercept + shift,
        negative_from,
        min(1 - positive_above, negative_from),
        float(to_probability(np.array([shift]))[0]),
    )


def fit_weights(spec: TextSpec, rows: pd.DataFrame) -> tuple[Vectors, Floats, float]:
    """Return vectorisers, weights and intercept of a linear model of the stars' targets.

    It is the mean of two logistic regressions, each in units of its own spread: of the terms as
    they are, and of the terms weighed by how much more frequent they are in one kind of texts (the
    naive Bayes log-count ratio of Wang and Manning, "Baselines and Bigrams", ACL 2012).
    """
    vectors = fit_vectors(spec.grams, rows["text"].tolist())
    terms = vectors.transform(rows["text"].tolist())
    targets = np.array([spec.targets[stars - 1] for stars in rows["stars"]])
    parts = []
    for scale, penalty in (
        (np.ones(terms.shape[1]), spec.inverse_penalty),
        (compare_terms(terms, targets), spec.inverse_penalty_of_ratios),
    ):
        weights, intercept = fit_line(csr_matrix(terms.multiply(scale)), targets, penalty)
        spread = float(np.std(terms @ (weights * scale)))
        parts.append((weights * scale / spread, intercept / spread))
    weights = np.mean([weights for weights, _ in parts], axis=0)
    return vectors, weights, float(np.mean([intercept for _, intercept in parts]))


def fit_line(terms: csr_matrix, targets: Floats, inverse_penalty: float) -> tuple[Floats, float]:
    """Return weights and intercept of a logistic regression; both outcomes weigh alike.

    A row whose target lies between counts as both, each by its share.
    """
    sides = ((1.0, targets), (0.0, 1 - targets))
    kept = [(terms[share > 0], outcome, share[share > 0]) for outcome, share in sides]
    fitted = LogisticRegression(C=inverse_penalty, max_iter=MOST_ITERATIONS).fit(
        vstack([part for part, _, _ in kept]),
        np.concatenate([np.full(len(share), outcome) for _, outcome, share in kept]),
        sample_weight=np.concatenate(
            [share * len(targets) / 2 / share.sum() for *_, share in kept]
        ),
    )
    return np.asarray(fitted.coef_[0], dtype=np.float64), float(fitted.intercept_[0])


def compare_terms(terms: csr_matrix, targets: Floats) -> Floats:
    """Return each term's log ratio of its share of all weight in complaints and in the others."""
    sides = [np.asarray(terms.T @ share).ravel() + SMOOTHED for share in (targets, 1 - targets)]
    complaining, other = (side / side.sum() for side in sides)
    return np.asarray(np.log(complaining / other))


def fit_platt(margins: Floats, labels: Labels) -> tuple[float, float]:
    """Return slope and intercept of Platt's line over the rows that have a label."""
    known = ~np.isnan(labels)
    line = LogisticRegression(C=np.inf, tol=1e-8).fit(margins[known, None], labels[known])
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def pick_threshold(probabilities: Floats, wanted: npt.NDArray[np.bool_]) -> float:
    """Return the probability from which on rows are called `wanted` with the best F1.

    It lies half way to the next lower one; 0.5 where no row is wanted.
    """
    if not wanted.any():
        return 0.5
    order = np.argsort(-probabilities, kind="stable")
    ranked, hits = probabilities[order], np.cumsum(wanted[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + wanted.sum())
    f1[:-1][ranked[:-1] == ranked[1:]] = -1  # rows of one probability stand together
    best = int(np.argmax(f1))
    below = ranked[best + 1] if best + 1 < len(ranked) else ranked[best]
    return float((ranked[best] + below) / 2)


def list_words(model: TextModel, texts: Sequence[str], most: int) -> list[list[str]]:
    """Return for each text the pieces that add most to its log-odds of a complaint."""
    found = []
    for text in texts:
        told = sorted(model.explain(text), key=lambda part: -part[1])
        found.append([piece for piece, added in told[:most] if added > 0])
    return found
