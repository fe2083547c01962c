"""The assets that one DAG hands to the next, each made true for one business day at a time."""

from airflow.sdk import Asset

BRONZE = Asset("bronze", uri="nightshift://warehouse/bronze")
GOLD = Asset("gold", uri="nightshift://warehouse/gold")
MODEL = Asset("model", uri="nightshift://registry/delay_open")
SCORES = Asset("scores", uri="nightshift://warehouse/ml/delay_scores")
