"""Sentences of the brief, written from its numbers; each can be read on its own."""

import math
from collections.abc import Sequence

from include.ml.specs.delay_open import SPEC
from include.report import brief_rows as rows
from include.report.formats import (
    clean_text,
    format_count,
    format_minutes,
    format_number,
    format_percent,
    format_plural,
)

MODEL_NAME = SPEC.name
FEATURE_WORDS = {feature.name: feature.words for feature in SPEC.features} | {
    "probability": "the predicted probability"
}
GROUP_PHRASES = {
    "order": "What the order holds",
    "promise": "The time left to the promise",
    "progress": "The order's progress so far",
    "calendar": "The day and hour of the promise",
    "seller": "The seller's recent record",
    "partner": "The courier's load and record",
    "route": "The route and the area",
    "network": "The load on the whole network",
}


GROUP_NAMES = {
    "order": "Contents",
    "promise": "Promise",
    "progress": "Progress",
    "calendar": "Calendar",
    "seller": "Seller",
    "partner": "Courier",
    "route": "Route",
    "network": "Network",
}


def say_headline(headline: rows.Headline) -> str:
    """Say the on-time rate of the day against its usual range."""
    if headline.on_time_rate is None:
        week = headline.week_rate
        rest = f"; the last 7 days had {format_percent(week)} on time." if week is not None else "."
        return f"No order was promised for this day{rest}"
    rate = format_percent(headline.on_time_rate)
    usual = headline.usual_range
    if usual is None:
        return f"{rate} of orders came on time; there are too few days before to compare with."
    span = f"{format_percent(usual[0], 0)} to {format_percent(usual[1], 0)}"
    if headline.on_time_rate < usual[0]:
        return f"{rate} of orders came on time, below the usual {span}."
    if headline.on_time_rate > usual[1]:
        return f"{rate} of orders came on time, above the usual {span}."
    return f"{rate} of orders came on time, within the usual {span}."


def phrase_group(group: str) -> str:
    """Name a group of reasons for people."""
    return GROUP_PHRASES.get(group, group.replace("_", " ").capitalize())


def name_group(group: str) -> str:
    """Name a group of reasons in a word, as a label."""
    return GROUP_NAMES.get(group, group.replace("_", " ").capitalize())


def phrase_feature(feature: str) -> str:
    """Name a feature for people, as its spec does: `the seller's late rate, 30 days`."""
    return FEATURE_WORDS.get(feature) or feature.replace("_", " ")


def say_alert_reasons(alerts: Sequence[rows.AlertReasonRow]) -> tuple[str, ...]:
    """Say what weighs most in tonight's alerted orders."""
    return tuple(
        f"{phrase_group(alert.feature_group)} is the main reason for"
        f" {format_count(alert.orders_count)} of"
        f" {format_plural(alert.alerted_orders_count, 'alerted order')}"
        f" ({format_percent(alert.orders_count / alert.alerted_orders_count, 0)}), mostly"
        f" “{phrase_feature(alert.feature)}”: odds of being late \u00d7"
        f" {format_number(math.exp(min(alert.average_contribution, 20)), 1)} on average."
        for alert in alerts
    )


def say_stated_reasons(stated: Sequence[rows.StatedReasonRow], days: int) -> tuple[str, ...]:
    """Say which delay reasons the source states for the late deliveries of the last days."""
    return tuple(
        f"“{clean_text(reason.reason, 60)}” was stated for"
        f" {format_count(reason.late_orders_count)} of"
        f" {format_plural(reason.all_late_orders_count, 'late delivery', 'late deliveries')}"
        f" in the last {days} days"
        f" ({format_percent(reason.late_orders_count / reason.all_late_orders_count, 0)}),"
        f" {format_minutes(reason.average_delay_minutes)} late on average."
        for reason in [row for row in stated if row.is_stated][:2]
    )
