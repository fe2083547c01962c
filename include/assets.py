"""The assets that one DAG hands to the next, each made true for one business day at a time."""

from airflow.sdk import Asset

from include.ml.specs import SPECS

BRONZE = Asset("bronze", uri="nightshift://warehouse/bronze")
GOLD = Asset("gold", uri="nightshift://warehouse/gold")
MODELS = {model: Asset(f"model_{model}", uri=f"nightshift://registry/{model}") for model in SPECS}
SCORES = {
    model: Asset(f"scores_{model}", uri=f"nightshift://warehouse/ml/delay_scores/{model}")
    for model in SPECS
}
