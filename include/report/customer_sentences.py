"""What the segments rest on, in sentences written from the evidence."""

from include.customers.bands import FEW
from include.customers.clusters import LEAST_GAIN, Candidate
from include.customers.segment_rules import Rules, read_rules
from include.report.customer_rows import RulesRow
from include.report.formats import (
    format_count,
    format_day,
    format_money,
    format_number,
    format_percent,
)


def say_evidence(row: RulesRow, currency: str) -> tuple[str, ...]:
    """Say how the customers were split, and what speaks for it and against it."""
    rules = read_rules(row.rules)
    evidence = rules.evidence
    sentences = [
        _say_loyalty(evidence.returning_share),
        _say_clusters(evidence.candidate),
        _say_bands(rules, currency),
        f"Rules learned on random halves of the customers label all of them alike to an adjusted"
        f" Rand index of {format_number(evidence.agreement)} (1: all alike).",
        f"Learned from {format_count(evidence.customers_count)} customers as known on"
        f" {format_day(row.fitted_day)}; both evenings of a move are split by these rules.",
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _say_loyalty(returning: float) -> str:
    if returning < FEW:
        return (
            f"{format_percent(1 - returning, 0)} ordered once, so the number of orders says nothing"
            " of them: they are split by the rest, and those who came back are a segment of their"
            " own."
        )
    if returning > 1 - FEW:
        return f"{format_percent(returning, 0)} ordered more than once; the others are one segment."
    return f"{format_percent(returning, 0)} ordered more than once."


def _say_clusters(found: Candidate | None) -> str:
    if found is None:
        return "Customers are too few, or too alike, to look for natural groups: bands split them."
    against = (
        f"silhouette {format_number(found.silhouette)}, against {format_number(found.shuffled)}"
        f" with the columns shuffled and {format_number(found.lump)} in one cloud without groups"
    )
    if found.is_natural:
        return f"There are {found.clusters_count} natural groups: {against}."
    if found.gain < LEAST_GAIN:
        return (
            f"There are no natural groups: the best try, {found.clusters_count} clusters, has a"
            f" {against}. So bands split the customers, as a convention and not as a discovery."
        )
    return (
        f"The best try, {found.clusters_count} clusters, has a {against}; but random halves do not"
        f" find the same ones (adjusted Rand index {format_number(found.agreement)}), so bands"
        " split the customers."
    )


def _say_bands(rules: Rules, currency: str) -> str:
    bands, parts = rules.bands, []
    if bands.recency_edges is not None:
        recent, gone = bands.recency_edges
        parts.append(
            f"new or active up to {format_count(recent)} days after the last order, gone or lost"
            f" after {format_count(gone)}"
        )
    if bands.value_edge is not None:
        least = (
            format_money(bands.value_edge, currency)
            if bands.value_by == "revenue_amount"
            else f"{format_count(bands.value_edge)} orders"
        )
        parts.append(f"high value from {least} on")
    if not parts:
        return ""
    told = "; ".join(parts)
    if rules.method == "clusters":
        return f"Groups are named after their median customer: {told}."
    return f"{told[0].upper()}{told[1:]}."
