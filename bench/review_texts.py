"""What the sentiment of review texts reaches on Olist, Tokopedia and Blinkit.

python -m bench.review_texts olist|tokopedia|blinkit: prints Markdown rows with 95 % intervals. The
code is the recipe's; the texts are read from the public files in NIGHTSHIFT_DATA.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import GroupKFold

from include.ml.errors import TrainingError
from include.ml.evaluation import Evaluation, evaluate
from include.ml.model import Floats
from include.ml.resampling import Interval, resample, to_interval
from include.ml.specs.sentiment import SPEC
from include.ml.texts.fitting import LABEL, fit_texts, label_stars, require_different
from include.ml.texts.splitting import split_texts
from include.settings import PROJECT

CUTS = (date(2018, 5, 1), date(2018, 3, 1))
PRAISE = ("bom", "boa", "otimo", "otima", "excelente", "perfeito", "rapida", "rapido", "recomendo",
          "gostei", "adorei", "antes", "parabens")  # fmt: skip
BLAME = ("nao", "recebi", "aguardando", "ainda", "veio", "errado", "defeito", "pessimo", "ruim",
         "nunca", "devolver", "falta", "dinheiro")  # fmt: skip
FOLDS = 5
DATA = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")


def read_olist() -> pd.DataFrame:
    """Return the answered reviews with a text; `day` is the answer's, `asked` the survey's."""
    path = DATA / "olist" / "olist_order_reviews_dataset.csv"
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    text = found["review_comment_title"] + " " + found["review_comment_message"]
    rows = pd.DataFrame(
        {
            "review_key": found["review_id"] + " " + found["order_id"],
            "text": text.str.strip(),
            "stars": found["review_score"].astype(int),
            "day": pd.to_datetime(found["review_answer_timestamp"]).dt.date,
            "asked": pd.to_datetime(found["review_creation_date"]).dt.date,
        }
    )
    return label(rows)


def read_tokopedia() -> pd.DataFrame:
    """Return the reviews with their shop; below 3 stars complains, everything else does not."""
    path = DATA / "tokopedia" / "tokopedia-product-reviews-2019.csv"
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = pd.DataFrame(
        {
            "review_key": found.iloc[:, 0],
            "text": found["text"].str.strip(),
            "stars": found["rating"].astype(int),
            "day": date(2019, 12, 31),
            "group_id": found["shop_id"],
        }
    )
    return label(rows)


def label(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a text, labelled by their stars, oldest first."""
    rows = rows[rows["text"] != ""].sort_values(["day", "review_key"], ignore_index=True)
    return rows.assign(**{LABEL: label_stars(SPEC, rows["stars"])})


def measure_olist() -> None:
    """Fit on what was answered before a day, judge on surveys sent from it on."""
    rows = read_olist()
    print("| surveys from | method | texts | AUC | accuracy |\n|---|---|---|---|---|")
    for cut in CUTS:
        known = rows[rows["day"] < cut]
        slices = split_texts(SPEC, known, cut + timedelta(days=SPEC.split.test_nights - 1))
        fitting, validation = slices.fitting, pd.concat([slices.validation, slices.test])
        test = rows[(rows["asked"] >= cut) & rows[LABEL].notna()]
        model = fit_texts(SPEC, fitting, validation)
        told = {
            "26 words counted": (count_words(fitting, test), 0.5),
            "sentiment": (model.compute_probabilities(test["text"].tolist()), model.even_at),
        }
        for name, (probabilities, threshold) in told.items():
            figures = judge(test, probabilities, "review_key")
            right = (probabilities >= threshold) == (test[LABEL] == 1).to_numpy()
            print(
                f"| {cut} | {name} | {len(test):,} | {figures.auc} |"
                f" {take_mean(test, right.astype(float))} |",
                flush=True,
            )


def count_words(fitting: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """Return probabilities from 26 words counted, each with the same weight."""
    counter = CountVectorizer(strip_accents="unicode", vocabulary=[*PRAISE, *BLAME])
    signs = np.array([-1.0] * len(PRAISE) + [1.0] * len(BLAME))
    clear = fitting[fitting[LABEL].notna()]
    before, now = (counter.transform(rows["text"]) @ signs for rows in (clear, test))
    line = LogisticRegression(C=np.inf, class_weight="balanced").fit(before[:, None], clear[LABEL])
    return np.asarray(line.predict_proba(now[:, None])[:, 1])


def measure_tokopedia() -> None:
    """Judge each shop by a model that has not seen it; the threshold is the training fold's."""
    rows = read_tokopedia()
    rows["is_bad"] = (rows["stars"] <= SPEC.negative_stars).astype(float)
    told = {"length and words": np.zeros(len(rows)), "sentiment": np.zeros(len(rows))}
    called = np.zeros(len(rows), dtype=bool)
    for inside, outside in GroupKFold(FOLDS).split(rows, groups=rows["group_id"]):
        fold, test = rows.iloc[inside], rows.iloc[outside]
        slices = split_texts(SPEC, fold, fold["day"].iloc[0])
        fitting = pd.concat([slices.fitting, slices.test])
        model = fit_texts(SPEC, fitting, slices.validation)
        probabilities = model.compute_probabilities(test["text"].tolist())
        called[outside] = probabilities >= model.negative_from
        # folds meet in odds against even shares: each estimates the share from a few shops
        odds = probabilities / (1 - probabilities) * (1 - model.even_at) / model.even_at
        told["sentiment"][outside] = odds / (1 + odds)
        told["length and words"][outside] = measure_lengths(fold, test)
    print("| method | reviews | AUC | average precision |\n|---|---|---|---|")
    labels = rows["is_bad"].to_numpy()
    for name, probabilities in told.items():
        figures = evaluate(probabilities, labels, rows["group_id"].to_numpy(object), SPEC.gate)
        print(f"| {name} | {len(rows):,} | {figures.auc} | {figures.average_precision} |")
    precision, recall = precision_score(labels, called), recall_score(labels, called)
    print(
        f"\nAt the fold's own threshold {int(called.sum()):,} are called negative:"
        f" precision {precision:.3f}, recall {recall:.3f}"
    )


def measure_lengths(fitting: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """Return probabilities from the letters and the words that a text counts."""
    sides = []
    for rows in (fitting, test):
        letters, words = rows["text"].str.len(), rows["text"].str.split().str.len()
        sides.append(np.log1p(np.column_stack([letters, words, letters / words.clip(1)])))
    line = LogisticRegression(C=np.inf, max_iter=1000).fit(sides[0], fitting["is_bad"])
    return np.asarray(line.predict_proba(sides[1])[:, 1])


def measure_blinkit() -> None:
    """Say what the recipe finds in generated feedback."""
    path = DATA / "blinkit" / "blinkit_customer_feedback.csv"
    texts = pd.read_csv(path, dtype=str, keep_default_na=False)["feedback_text"]
    try:
        require_different(SPEC, texts)
    except TrainingError as error:
        print(error)


def judge(test: pd.DataFrame, probabilities: Floats, together: str) -> Evaluation:
    """Return the figures of probabilities on labelled texts."""
    labels, entities = test[LABEL].to_numpy(np.float64), test[together].to_numpy(object)
    return evaluate(probabilities, labels, entities, SPEC.gate)


def take_mean(test: pd.DataFrame, values: Floats) -> Interval:
    """Return the mean of a value of each text with its interval, by review."""
    labels, entities = test[LABEL].to_numpy(np.float64), test["review_key"].to_numpy(object)
    samples = resample(entities, labels, SPEC.gate)
    return to_interval(float(values.mean()), samples.average(values), SPEC.gate)


if __name__ == "__main__":
    measures = {
        "olist": measure_olist, "tokopedia": measure_tokopedia, "blinkit": measure_blinkit,
    }  # fmt: skip
    measures[sys.argv[1]]()
