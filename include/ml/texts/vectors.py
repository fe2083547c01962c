"""Texts as tf-idf vectors of words and of letters inside words, whatever the language.

Case and accents are folded. Terms that stand together in a text share its unit length, once for
words and once for letters (scikit-learn's `TfidfVectorizer`, term counts by their logarithm).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from include.ml.model import Floats
from include.ml.texts.spec import Grams

WORD = r"(?u)\b\w+\b|[!?]"


@dataclass(frozen=True)
class Vectors:
    """Two fitted vectorisers; the columns of the words stand before those of the letters."""

    words: TfidfVectorizer
    letters: TfidfVectorizer

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.words.vocabulary_) + len(self.letters.vocabulary_)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the vectors as [texts, terms]."""
        return csr_matrix(hstack([self.words.transform(texts), self.letters.transform(texts)]))


def fit_vectors(grams: Grams, texts: Sequence[str]) -> Vectors:
    """Return vectorisers that know the terms of some texts."""
    words = TfidfVectorizer(**_set_words(grams), min_df=grams.least_word_texts).fit(texts)
    letters = TfidfVectorizer(**_set_letters(grams), min_df=grams.least_letter_texts).fit(texts)
    return Vectors(words, letters)


def rebuild_vectors(
    grams: Grams, words: Sequence[str], letters: Sequence[str], weights: tuple[Floats, Floats]
) -> Vectors:
    """Return vectorisers from their terms, in the order of their columns, and these terms' idf."""
    return Vectors(
        _rebuild(_set_words(grams), words, weights[0]),
        _rebuild(_set_letters(grams), letters, weights[1]),
    )


def list_terms(vectoriser: TfidfVectorizer) -> list[str]:
    """Return the terms in the order of their columns."""
    return [str(term) for term in vectoriser.get_feature_names_out()]


def _rebuild(settings: dict[str, Any], terms: Sequence[str], idf: Floats) -> TfidfVectorizer:
    vectoriser = TfidfVectorizer(**settings, vocabulary=list(terms))
    vectoriser.idf_ = np.asarray(idf)
    return vectoriser


def _set_words(grams: Grams) -> dict[str, Any]:
    shared = {"strip_accents": "unicode", "sublinear_tf": True}
    return {**shared, "ngram_range": grams.words, "token_pattern": WORD}


def _set_letters(grams: Grams) -> dict[str, Any]:
    shared = {"strip_accents": "unicode", "sublinear_tf": True}
    return {**shared, "ngram_range": grams.letters, "analyzer": "char_wb"}
