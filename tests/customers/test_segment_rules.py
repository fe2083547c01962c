"""Clusters where there are any, bands where there are none: found, stable, and written as JSON."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from include.customers import clusters
from include.customers.bands import ONLY_CANCELLED
from include.customers.clusters import LEAST_AGREEMENT, LEAST_GAIN, Candidate, judge_clusters
from include.customers.segment_names import name_segment
from include.customers.segment_rules import (
    Rules,
    fit_rules,
    label_customers,
    read_rules,
    write_rules,
)
from tests.customers.made_customers import make_clustered, make_smooth


@pytest.fixture(scope="module", autouse=True)
def _small_fits() -> object:
    """Try fewer numbers of clusters on fewer customers: the answers are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "COUNTS", range(2, 6))
        patch.setattr(clusters, "MOST_FITTED", 800)
        patch.setattr(clusters, "MOST_COMPARED", 500)
        patch.setattr(clusters, "SPLITS", 2)
        yield


@pytest.fixture(scope="module")
def clustered() -> tuple[pd.DataFrame, Rules]:
    rfm = make_clustered()
    return rfm, fit_rules(rfm)


@pytest.fixture(scope="module")
def smooth() -> tuple[pd.DataFrame, Rules]:
    rfm = make_smooth()
    return rfm, fit_rules(rfm)


def test_three_kinds_of_customers_are_found_and_named(
    clustered: tuple[pd.DataFrame, Rules],
) -> None:
    rfm, rules = clustered
    candidate = rules.evidence.candidate
    assert rules.method == "clusters"
    assert candidate is not None
    assert candidate.clusters_count == 3
    assert candidate.silhouette > 0.7
    assert candidate.gain >= LEAST_GAIN
    kinds = pd.cut(rfm["recency_days"], [-1, 15, 150, 9999]).cat.codes
    assert adjusted_rand_score(kinds, label_customers(rules, rfm)) == 1
    assert len(set(rules.cluster_labels)) == 3
    assert {name_segment(label).title for label in rules.cluster_labels} >= {"Active"}


def test_customers_without_kinds_are_said_to_have_none_and_get_bands(
    smooth: tuple[pd.DataFrame, Rules],
) -> None:
    _, rules = smooth
    candidate = rules.evidence.candidate
    assert rules.method == "bands"
    assert candidate is not None
    assert abs(candidate.silhouette - candidate.shuffled) < LEAST_GAIN
    assert rules.evidence.returning_share == pytest.approx(0.03, abs=0.01)


@pytest.mark.parametrize("made", ["clustered", "smooth"])
def test_rules_of_two_random_halves_agree(made: str, request: pytest.FixtureRequest) -> None:
    rfm, rules = request.getfixturevalue(made)
    is_first = rfm["customer_id"].str[-1].isin(list("02468"))
    labels = [
        label_customers(fit_rules(rfm[half].reset_index(drop=True)), rfm)
        for half in (is_first, ~is_first)
    ]
    assert adjusted_rand_score(*labels) >= (0.99 if made == "clustered" else 0.85)
    assert rules.evidence.agreement >= 0.85


def test_the_same_customers_give_the_same_rules_and_json_keeps_them(
    clustered: tuple[pd.DataFrame, Rules], smooth: tuple[pd.DataFrame, Rules]
) -> None:
    for rfm, rules in (clustered, smooth):
        assert fit_rules(rfm) == rules
        written = json.dumps(write_rules(rules))
        assert read_rules(json.loads(written)) == rules


def test_a_cloud_with_related_columns_is_not_taken_for_clusters() -> None:
    cloud = make_smooth(3000)
    cloud["recency_days"] = (cloud["revenue_amount"] ** 1.2).round()
    found = judge_clusters(cloud[cloud["orders_count"] == 1].reset_index(drop=True))
    assert found is not None
    assert found[0].silhouette > found[0].shuffled + LEAST_GAIN, "columns are related"
    assert not found[0].is_natural


def test_a_gain_without_stability_is_not_natural() -> None:
    found = Candidate(2, silhouette=0.7, shuffled=0.3, lump=0.3, agreement=LEAST_AGREEMENT)
    assert found.is_natural
    assert not replace(found, agreement=0.94).is_natural
    assert not replace(found, lump=0.66).is_natural
    assert not replace(found, shuffled=0.66).is_natural


def test_few_customers_get_bands_without_a_search(smooth: tuple[pd.DataFrame, Rules]) -> None:
    rules = fit_rules(smooth[0].head(60))
    assert rules.method == "bands"
    assert rules.evidence.candidate is None


def test_renaming_customers_moves_none_of_them(smooth: tuple[pd.DataFrame, Rules]) -> None:
    rfm, rules = smooth
    renamed = rfm.assign(customer_id=[f"X{name}" for name in rfm["customer_id"]])
    assert fit_rules(renamed) == rules
    assert list(label_customers(rules, renamed)) == list(label_customers(rules, rfm))


def test_customers_with_cancelled_orders_alone_join_no_cluster(
    clustered: tuple[pd.DataFrame, Rules],
) -> None:
    rfm, rules = clustered
    cancelled = rfm.head(3).assign(orders_count=0, recency_days=float("nan"))
    assert set(label_customers(rules, cancelled)) == {ONLY_CANCELLED}


def test_every_segment_that_bands_can_make_has_words() -> None:
    labels = {ONLY_CANCELLED, "once", "returning", "once_high", "returning_recent_high_2"}
    labels |= {
        f"{side}_{when}{worth}"
        for side in ("once", "returning")
        for when in ("recent", "quiet", "gone")
        for worth in ("", "_high")
    }
    names = {label: name_segment(label) for label in labels}
    assert len({name.title for name in names.values()}) == len(labels)
    assert names["returning_recent_high_2"].title == "Active, high value (2)"
    assert all(name.action for name in names.values())
