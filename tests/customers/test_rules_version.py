"""Rules are a version like any other: in MLflow, and for readers of SQL, with their evidence."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.customers.bands import fit_bands
from include.customers.clusters import Candidate, judge_clusters
from include.customers.rules_version import judge_rules, register_rules
from include.customers.segment_rules import Evidence, Rules, read_rules
from include.ml import registry
from include.ml.manifest import MANIFEST
from include.ml.servable import list_models
from tests.customers.conftest import DAY
from tests.customers.made_customers import make_smooth

FOUND = Candidate(3, 0.41, 0.40, 0.33, 0.97)


@pytest.fixture(scope="module")
def bands() -> Rules:
    rfm = make_smooth(500)
    return Rules(fit_bands(rfm), None, (), Evidence(len(rfm), 0.03, FOUND, 0.98))


def test_bands_serve_where_clusters_show_nothing_and_the_figures_say_so(bands: Rules) -> None:
    decision = judge_rules(bands)
    assert decision.verdict == "no_skill"
    assert decision.reason == (
        "No skill: 3 clusters have silhouette 0.410, shuffled columns 0.400, and agree between"
        " halves to 0.970; bands serve."
    )
    few = replace(bands, evidence=replace(bands.evidence, candidate=None))
    assert judge_rules(few).reason == "No skill: too few customers for clusters; bands serve."


def test_clusters_that_are_there_are_promoted(bands: Rules, monkeypatch: Any) -> None:
    monkeypatch.setattr("include.customers.clusters.COUNTS", range(2, 4))
    judged = judge_clusters(make_smooth(500))
    assert judged is not None
    decision = judge_rules(replace(bands, clusters=judged[1]))
    assert decision.is_promoted
    assert decision.reason.startswith("Promoted: 3 clusters have silhouette 0.410")


@pytest.mark.usefixtures("mlflow_store")
def test_rules_are_registered_with_their_evidence(warehouse: str, bands: Rules) -> None:
    register_rules(DAY, bands)
    (listed,) = list_models("segments")
    assert (listed.version.trained_for_day, listed.version.decision) == (DAY, "no_skill")
    assert listed.version.metrics["headline"] == "Rand index 0.980"
    folder, sha256 = registry.find_folder("segments", 1)
    assert sha256
    assert read_rules(json.loads((Path(folder) / MANIFEST).read_text())) == bands
    run = registry.open_client().get_run(registry.find_run("segments", 1))
    assert run.data.metrics["silhouette_shuffled"] == 0.40
    with psycopg2.connect(warehouse) as connection, connection.cursor() as cursor:
        cursor.execute("select reason from ml.model_versions where model = 'segments'")
        assert cursor.fetchall() == [(listed.version.reason,)]
