"""The rules of segmentation: bands, natural clusters where there are any, and the evidence."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from include.customers.bands import (
    Bands,
    Labels,
    find_returning_share,
    fit_bands,
    has_ordered,
    is_divided,
    label_by_bands,
)
from include.customers.clusters import (
    Candidate,
    Clusters,
    Places,
    Space,
    judge_clusters,
    measure_agreement,
)

RULES_VERSION = 1  # raise it when the same customers would get other rules


@dataclass(frozen=True)
class Evidence:
    """What the rules were chosen by.

    `returning_share` is the share of the customers who ordered more than once. `candidate` is None
    where no cluster was looked for. `agreement` is the least adjusted Rand index of the rules that
    serve, learned on random halves.
    """

    customers_count: int
    returning_share: float
    candidate: Candidate | None
    agreement: float


@dataclass(frozen=True)
class Rules:
    """How customers are split; without natural clusters, by the bands alone.

    `cluster_labels` names each cluster; clusters split the customers whom the bands divide.
    """

    bands: Bands
    clusters: Clusters | None
    cluster_labels: tuple[str, ...]
    evidence: Evidence

    @property
    def method(self) -> str:
        """Return `clusters` or `bands`."""
        return "bands" if self.clusters is None else "clusters"


def fit_rules(rfm: pd.DataFrame) -> Rules:
    """Learn the rules from customers: the same customers give the same rules."""
    bands = fit_bands(rfm)
    divided = rfm[is_divided(bands, rfm)].reset_index(drop=True)
    judged = judge_clusters(divided)
    candidate, clusters = judged if judged else (None, None)
    if candidate is None or clusters is None or not candidate.is_natural:
        agreement = measure_agreement(
            len(rfm), lambda rows: label_by_bands(fit_bands(rfm[rows]), rfm).tolist()
        )
        return Rules(bands, None, (), _gather_evidence(rfm, candidate, agreement))
    labels = _name_clusters(bands, divided, clusters.assign(divided))
    evidence = _gather_evidence(rfm, candidate, candidate.agreement)
    return Rules(bands, clusters, labels, evidence)


def _gather_evidence(rfm: pd.DataFrame, candidate: Candidate | None, agreement: float) -> Evidence:
    ordered = int(has_ordered(rfm).sum())
    return Evidence(ordered, find_returning_share(rfm), candidate, round(agreement, 4))


def _name_clusters(bands: Bands, divided: pd.DataFrame, places: Places) -> tuple[str, ...]:
    """Return the words of each cluster's median customer; equal words are numbered."""
    columns = ["recency_days", "orders_count", "revenue_amount"]
    words = label_by_bands(bands, divided[columns].groupby(places).median())
    seen: Counter[str] = Counter()
    named = []
    for word in words:
        seen[word] += 1
        named.append(word if seen[word] == 1 else f"{word}_{seen[word]}")
    return tuple(named)


def label_customers(rules: Rules, rfm: pd.DataFrame) -> Labels:
    """Return the segment of each customer."""
    labels = label_by_bands(rules.bands, rfm)
    if rules.clusters is None:
        return labels
    by_cluster = np.array(rules.cluster_labels, dtype=object)[rules.clusters.assign(rfm)]
    return np.where(is_divided(rules.bands, rfm), by_cluster, labels).astype(object)


def write_rules(rules: Rules) -> dict[str, Any]:
    """Return the rules as what JSON can hold."""
    return asdict(rules)


def read_rules(written: Mapping[str, Any]) -> Rules:
    """Return rules that `write_rules` wrote."""
    bands, clusters, evidence = (written[name] for name in ("bands", "clusters", "evidence"))
    edges = bands["recency_edges"]
    candidate = evidence["candidate"]
    return Rules(
        Bands(
            tuple(bands["divided"]),
            None if edges is None else (edges[0], edges[1]),
            bands["value_by"],
            bands["value_edge"],
        ),
        None if clusters is None else _read_clusters(clusters),
        tuple(written["cluster_labels"]),
        Evidence(**{**evidence, "candidate": candidate and Candidate(**candidate)}),
    )


def _read_clusters(written: Mapping[str, Any]) -> Clusters:
    space = {name: tuple(values) for name, values in written["space"].items()}
    return Clusters(Space(**space), tuple(map(tuple, written["centres"])))
