"""What a model of review texts declares."""

from dataclasses import dataclass

from include.ml.base_spec import Spec
from include.ml.spec import Feature
from include.ml.terms import Drift, Gate, Split


@dataclass(frozen=True)
class Grams:
    """Which runs of words, and of letters inside a word, count as terms.

    A term stands in `least_texts` texts at least.
    """

    words: tuple[int, int]
    letters: tuple[int, int]
    least_word_texts: int
    least_letter_texts: int


@dataclass(frozen=True)
class Topics:
    """How what people complain about is split into topics.

    A term tells a topic when `least_texts` complaints hold it and it is `least_ratio` times as
    frequent in complaints as in praise: what a language uses everywhere drops out. A complaint has
    a topic when `least_share` of its weight is there.
    """

    count: int
    named_terms: int
    least_texts: int
    least_ratio: float
    least_share: float
    most_terms: int


@dataclass(frozen=True, kw_only=True)
class TextSpec(Spec):
    """Whether a text complains, learned from the stars that came with it.

    Texts with up to `negative_stars` complain, those with `positive_stars` and more do not, and
    these two are told apart when judging. Fitting also reads what lies between: `targets` say how
    much of a text with one star, two, ... counts as a complaint. The inverse penalties are those of
    the two logistic regressions, of terms and of terms weighed by ratios. Fewer than
    `least_distinct` different texts, or than `least_distinct_share` of all, are sentences learned
    by heart. Texts of `window_days` are scored on a night. `features` are what drift compares.
    """

    negative_stars: int
    positive_stars: int
    targets: tuple[float, ...]
    grams: Grams
    topics: Topics
    inverse_penalty: float
    inverse_penalty_of_ratios: float
    most_training_rows: int
    least_distinct: int
    least_distinct_share: float
    history_days: int
    window_days: int
    features: tuple[Feature, ...]
    most_explained: int
    split: Split
    gate: Gate
    drift: Drift
