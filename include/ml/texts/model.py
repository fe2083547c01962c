"""A linear model of texts: its probabilities, its three answers, and the words that gave them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from include.ml.model import Floats, to_probability
from include.ml.texts.vectors import Vectors

Sentiment = Literal["negative", "neutral", "positive"]
Shares = dict[int, float]  # by column


@dataclass(frozen=True)
class TextModel:
    """Calibrated log-odds that a text complains: `weights` @ vector + `intercept`.

    From the probability `negative_from` on a text is negative, below `positive_below` positive.
    `even_at` is the probability of a text that complaints hold as often as the others do, were both
    equally many: where to part the two when their shares are not known.
    """

    vectors: Vectors
    weights: Floats
    intercept: float
    negative_from: float
    positive_below: float
    even_at: float

    def compute_margins(self, texts: Sequence[str]) -> Floats:
        """Return the log-odds of each text."""
        if not len(texts):
            return np.zeros(0)
        return np.asarray(self.vectors.transform(texts) @ self.weights + self.intercept)

    def compute_probabilities(self, texts: Sequence[str]) -> Floats:
        """Return the probability that each text complains."""
        return to_probability(self.compute_margins(texts))

    def name_sentiment(self, probability: float) -> Sentiment:
        """Return which of the three answers a probability is."""
        if probability >= self.negative_from:
            return "negative"
        return "positive" if probability < self.positive_below else "neutral"

    def explain(self, text: str) -> list[tuple[str, float]]:
        """Return the text's pieces between blanks with what each adds to the log-odds.

        With the intercept they add up to the margin exactly. A term of two words adds half to each;
        one of letters adds to the pieces that hold it, as often as they do.
        """
        vector = self.vectors.transform([text])
        added = dict(zip(vector.indices.tolist(), vector.data.tolist(), strict=True))
        pieces = text.split()
        shares = _share_terms(self.vectors, pieces)
        totals: Shares = defaultdict(float)
        for share in shares:
            for column, count in share.items():
                totals[column] += count
        return [
            (
                piece,
                sum(
                    self.weights[column] * added[column] * count / totals[column]
                    for column, count in share.items()
                ),
            )
            for piece, share in zip(pieces, shares, strict=True)
        ]


def _share_terms(vectors: Vectors, pieces: Sequence[str]) -> list[Shares]:
    """Return for each piece how often it holds each column's term; half where two pieces share."""
    shares: list[Shares] = [defaultdict(float) for _ in pieces]
    known, letters = vectors.words.vocabulary_, vectors.letters.vocabulary_
    fold, split = vectors.words.build_preprocessor(), vectors.words.build_tokenizer()
    cut = vectors.letters.build_analyzer()
    words = []
    for place, piece in enumerate(pieces):
        words += [(word, place) for word in split(fold(piece))]
        for gram in cut(piece):
            if gram in letters:
                shares[place][len(known) + letters[gram]] += 1
    least, most = vectors.words.ngram_range
    for length in range(least, most + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            column = known.get(" ".join(word for word, _ in run))
            if column is not None:
                for _, place in run:
                    shares[place][column] += 1 / length
    return shares
