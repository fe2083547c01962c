"""Which review texts complain, learned from the stars that came with them, in any language."""

from include.ml.origins import REVIEWED
from include.ml.spec import Feature
from include.ml.terms import Drift, Gate, Split
from include.ml.texts.spec import Grams, TextSpec, Topics

# texts come in weeks of one mood, so they are compared as what a group shares: by PSI
COMPARED = (
    Feature("words_count", "words of a text", "", "network", REVIEWED),
    Feature("unknown_words_share", "words that the model never saw", "", "network", REVIEWED,
            "rate"),
    Feature("stars", "stars that came with a text", "", "network", REVIEWED),
)  # fmt: skip

SPEC = TextSpec(
    name="sentiment",
    question="Does this review text complain?",
    recipe="include.ml.texts.recipe",
    feature_version=1,
    entity_key="review_key",
    feature_steps=("ml/review_texts.sql",),
    label_sql="ml/review_texts.sql",  # the stars come with the text
    negative_stars=2,
    positive_stars=4,
    targets=(1.0, 1.0, 0.15, 0.0, 0.0),
    grams=Grams(words=(1, 2), letters=(2, 5), least_word_texts=2, least_letter_texts=4),
    topics=Topics(
        count=10, named_terms=3, least_texts=15, least_ratio=2.0, least_share=0.4, most_terms=800
    ),
    inverse_penalty=1.0,
    inverse_penalty_of_ratios=0.3,
    most_training_rows=60_000,
    least_distinct=200,
    least_distinct_share=0.05,
    history_days=730,
    window_days=180,
    features=COMPARED,
    most_explained=500,
    split=Split(test_nights=56, validation_nights=56),
    gate=Gate(least_auc=0.7, least_entities=30, entities="texts", positive="negative"),
    drift=Drift(current_nights=28, most_rows=4_000, share_limit=0.5),
)
