"""What people complain about: topics found by factorising the complaints' own terms.

Terms are weighed by tf-idf and factorised without negative numbers (NMF, Lee and Seung, Nature 401,
1999; scikit-learn's, from a start that is not drawn). A topic is named by its heaviest terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from include.ml.model import Floats
from include.ml.texts.spec import Grams, TextSpec
from include.ml.texts.vectors import WORD

NO_TOPIC = -1
SMOOTHED = 1.0  # texts added to each side when frequencies are compared


@dataclass(frozen=True)
class TopicModel:
    """Topics as weights of terms, [topics, terms]; `least_share` is what a text needs of one."""

    names: tuple[str, ...]
    terms: tuple[str, ...]
    weights: Floats
    idf: Floats
    grams: Grams
    least_share: float

    def assign(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return each text's topic, `NO_TOPIC` where none stands out, and how much is of it."""
        none = np.full(len(texts), NO_TOPIC)
        if not self.names or not len(texts):
            return none, np.zeros(len(texts))
        vectoriser = TfidfVectorizer(**_settings(self.grams), vocabulary=list(self.terms))
        vectoriser.idf_ = self.idf
        shown = np.asarray(vectoriser.transform(texts) @ self.weights.T)
        total = shown.sum(axis=1)
        share = np.divide(shown.max(axis=1), total, out=np.zeros(len(texts)), where=total > 0)
        return np.where(share >= self.least_share, shown.argmax(axis=1), none), share


def find_topics(spec: TextSpec, complaints: Sequence[str], praise: Sequence[str]) -> TopicModel:
    """Return the topics of complaints, told by terms that praise holds seldom; none from few."""
    terms = pick_terms(spec, complaints, praise)
    how = spec.topics
    if len(terms) <= how.count:
        return TopicModel((), (), np.zeros((0, 0)), np.zeros(0), spec.grams, how.least_share)
    vectoriser = TfidfVectorizer(**_settings(spec.grams), vocabulary=terms)
    vectors = vectoriser.fit_transform(complaints)
    factors = NMF(how.count, init="nndsvda", max_iter=400, random_state=0).fit(vectors)
    weights = factors.components_ / factors.components_.sum(axis=1, keepdims=True).clip(1e-12)
    names = tuple(name_topic(row, terms, how.named_terms) for row in weights)
    return TopicModel(names, tuple(terms), weights, vectoriser.idf_, spec.grams, how.least_share)


def pick_terms(spec: TextSpec, complaints: Sequence[str], praise: Sequence[str]) -> list[str]:
    """Return the terms that are more frequent in complaints than in praise, in their order."""
    how = spec.topics
    counter = CountVectorizer(**_count_settings(spec.grams), min_df=1, binary=True)
    if len(complaints) < how.least_texts:
        return []
    held = np.asarray(counter.fit_transform(complaints).sum(axis=0)).ravel()
    names = counter.get_feature_names_out()
    rebuilt = CountVectorizer(**_count_settings(spec.grams), vocabulary=names, binary=True)
    praised = np.asarray(rebuilt.transform(praise).sum(axis=0)).ravel()
    rates = (held + SMOOTHED) / len(complaints), (praised + SMOOTHED) / max(len(praise), 1)
    is_telling = (held >= how.least_texts) & (rates[0] >= how.least_ratio * rates[1])
    top = np.argsort(-held * is_telling, kind="stable")[: how.most_terms]
    return [str(names[place]) for place in np.sort(top) if is_telling[place]]


def name_topic(weights: Floats, terms: Sequence[str], most: int) -> str:
    """Return a topic's heaviest terms; one that is part of another is told by the longer one."""
    chosen: list[str] = []
    for place in np.argsort(-weights, kind="stable"):
        term = terms[place]
        if weights[place] <= 0 or len(chosen) == most:
            break
        words = set(term.split())
        if not any(words & set(other.split()) for other in chosen):
            chosen.append(term)
    return ", ".join(chosen)


def _count_settings(grams: Grams) -> dict[str, Any]:
    return {"strip_accents": "unicode", "ngram_range": grams.words, "token_pattern": WORD}


def _settings(grams: Grams) -> dict[str, Any]:
    return {**_count_settings(grams), "sublinear_tf": True}
