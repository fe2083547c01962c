"""The assets that one DAG hands to the next, each made true for one business day at a time."""

from airflow.sdk import Asset

from include.ml.specs import NIGHTLY, WEEKLY

BRONZE = Asset("bronze", uri="nightshift://warehouse/bronze")
GOLD = Asset("gold", uri="nightshift://warehouse/gold")
MODELS = {model: Asset(f"model_{model}", uri=f"nightshift://registry/{model}") for model in NIGHTLY}
SCORES = {
    model: Asset(f"scores_{model}", uri=f"nightshift://warehouse/ml/delay_scores/{model}")
    for model in NIGHTLY
}
ANSWERS = {
    model: Asset(f"answers_{model}", uri=f"nightshift://warehouse/ml/answers/{model}")
    for model in WEEKLY
}
