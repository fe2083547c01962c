"""A model of texts: what it learns from stars, its three answers, and the words behind them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from include.ml.errors import TrainingError
from include.ml.texts.fitting import (
    fit_texts,
    label_stars,
    list_words,
    pick_threshold,
    require_different,
)
from include.ml.texts.model import TextModel
from tests.ml.texts.made_texts import QUICK, make_texts


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return make_texts(600)


@pytest.fixture(scope="module")
def model(rows: pd.DataFrame) -> TextModel:
    return fit_texts(QUICK, rows.iloc[:300], rows.iloc[300:420])


def test_texts_not_seen_are_told_apart(rows: pd.DataFrame, model: TextModel) -> None:
    test = rows.iloc[420:][rows["is_positive"].iloc[420:].notna()]
    told = model.compute_probabilities(test["text"].tolist())
    assert roc_auc_score(test["is_positive"], told) > 0.9
    assert abs(told.mean() - test["is_positive"].mean()) < 0.06


def test_case_and_accents_change_nothing(model: TextModel) -> None:
    plain, loud = model.compute_margins(["otimo produto e peca", "ÓTIMO Produto e PEÇA"])
    assert plain == loud


def test_a_word_never_seen_is_read_by_its_letters(model: TextModel) -> None:
    (told,) = model.compute_margins(["quebradinhos"]) - model.compute_margins(["xyzxyz"])
    assert told > 0.1


def test_the_words_add_up_to_the_log_odds(rows: pd.DataFrame, model: TextModel) -> None:
    odd = ["Nunca chegou!!!  e a caixa,rota...", "água\u00b4s  ótimo", "!", "\n o\tpedido "]
    for text in [*rows["text"].iloc[:20], *odd]:
        told = sum(added for _, added in model.explain(text))
        assert told + model.intercept == pytest.approx(model.compute_margins([text])[0], abs=1e-9)


def test_the_heaviest_words_are_those_that_complain(model: TextModel) -> None:
    (words,) = list_words(model, ["hoje o pedido da loja nunca chegou"], 2)
    assert set(words) == {"nunca", "chegou"}
    assert list_words(model, ["ótimo produto"], 2)[0][:1] != ["ótimo"]


def test_three_answers_follow_the_thresholds(model: TextModel) -> None:
    assert 0 < model.positive_below <= model.negative_from < 1
    cut = replace(model, positive_below=0.3, negative_from=0.6)
    named = [cut.name_sentiment(value) for value in (0.29, 0.3, 0.59, 0.6)]
    assert named == ["positive", "neutral", "neutral", "negative"]


def test_equal_rows_give_an_equal_model(rows: pd.DataFrame) -> None:
    one, other = (fit_texts(QUICK, rows.iloc[:120], rows.iloc[120:200]) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert (one.intercept, one.negative_from) == (other.intercept, other.negative_from)


def test_stars_between_are_no_label() -> None:
    assert label_stars(QUICK, pd.Series([1, 2, 3, 4, 5])).tolist()[:2] == [1, 1]
    assert label_stars(QUICK, pd.Series([3])).isna().all()


def test_the_threshold_has_the_best_f1() -> None:
    rng = np.random.default_rng(1)
    told = rng.random(400).round(2)  # many ties
    wanted = rng.random(400) < told**2
    found = pick_threshold(told, wanted)

    def f1(threshold: float) -> float:
        called = told >= threshold
        return float(2 * (called & wanted).sum() / (called.sum() + wanted.sum()))

    assert f1(found) == pytest.approx(max(f1(value) for value in np.unique(told)))
    assert pick_threshold(told, np.zeros(400, dtype=bool)) == 0.5


def test_few_sentences_repeated_are_not_learned() -> None:
    texts = pd.Series([f"Sentence number {number % 25}." for number in range(5000)])
    with pytest.raises(TrainingError, match=r"5,000 reviews .* only 25 different texts"):
        require_different(QUICK, texts)
    with pytest.raises(TrainingError, match="only 25 different"):
        require_different(QUICK, texts.where(texts.index % 2 == 0, texts.str.upper() + " "))
    require_different(QUICK, pd.Series([f"A text of its own: {number}" for number in range(5000)]))


def test_one_kind_of_stars_is_not_enough(rows: pd.DataFrame) -> None:
    praise = rows[rows["stars"] >= 4]
    with pytest.raises(TrainingError, match=r"fitting slice has \d+ texts, not of both outcomes"):
        fit_texts(QUICK, praise, rows)
