"""The baskets page: what is suggested, what became of it, the model beside simple methods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs.reorders import SPEC
from include.report.basket_rows import (
    BasketNightRow,
    BasketOutcomeRow,
    BasketProductRow,
    BasketReasonRow,
)
from include.report.drawing import Chart, Table, say_nothing
from include.report.formats import (
    clean_text,
    format_count,
    format_number,
    format_percent,
    format_plural,
)
from include.report.importance_chart import draw_importance
from include.report.records import load_record, load_records
from include.report.sections import build_part
from include.report.summary import Brief

LONGEST_NAME = 60


@dataclass(frozen=True)
class BasketsPage:
    """What baskets.html shows; `missing` says why nothing is suggested."""

    brief: Brief
    missing: str
    finding: str
    outcome: str
    products: Table
    figures: Table
    decision: str
    reasons: Chart


def load_baskets(connection: Connection, brief: Brief) -> BasketsPage:
    """Read the night's suggestions and what became of earlier ones, in the caller's snapshot."""
    night = load_record(connection, "basket_night", BasketNightRow, brief.day)
    products = load_records(connection, "basket_products", BasketProductRow, brief.day)
    outcome = load_record(connection, "basket_outcomes", BasketOutcomeRow, brief.day)
    reasons = load_records(connection, "basket_reasons", BasketReasonRow, brief.day)
    return BasketsPage(
        brief=brief,
        missing=_say_missing(brief, night),
        finding=_say_night(night),
        outcome=build_part("What became of suggestions", lambda: say_outcome(outcome)),
        products=build_part("Products", lambda: show_products(products)),
        figures=build_part("Model", lambda: show_figures(night.metrics)),
        decision=night.reason or "",
        reasons=build_part("Reasons", lambda: draw_reasons(reasons)),
    )


def _say_missing(brief: Brief, night: BasketNightRow) -> str:
    if not brief.subjects.has_orders:
        return brief.subjects.missing
    if night.customers_count:
        return ""
    if night.reason is None:
        return "No basket was suggested this night: the step `answer_reorders` has not run."
    if night.decision in {None, "no_skill"}:
        return f"No basket is suggested. {night.reason}"
    return "No basket is suggested: nobody who ordered on this night has ordered before."


def _say_night(night: BasketNightRow) -> str:
    if not night.customers_count:
        return ""
    ordered = format_plural(night.customers_count, "customer")
    each = format_number(night.suggestions_count / night.customers_count, 1)
    expected = format_percent((night.expected_count or 0) / max(night.suggestions_count, 1), 0)
    return (
        f"{ordered} ordered on this night; {each} products are suggested to each for the next"
        f" order. {expected} of the suggestions are expected to be bought."
    )


def say_outcome(row: BasketOutcomeRow) -> str:
    """Say how many of the earlier suggestions were bought, beside what was expected."""
    if not row.orders_count or not row.suggested_count:
        return "No customer has ordered again since a suggestion of the last 28 nights."
    bought = format_percent(row.hits_count / row.suggested_count, 0)
    expected = format_percent(row.expected_count / row.suggested_count, 0)
    covered = format_percent(
        row.hits_count / row.bought_again_count if row.bought_again_count else None, 0
    )
    return (
        f"In {format_plural(row.orders_count, 'order')} since suggestions of the last 28 nights,"
        f" {bought} of the {format_count(row.suggested_count)} suggested products were bought,"
        f" where {expected} were expected. They are {covered} of all products bought again."
    )


def show_products(rows: Sequence[BasketProductRow]) -> Table:
    """Write the products suggested most; no customer is named."""
    return Table(
        ("Product", "Suggested to", "Expected to buy"),
        tuple(
            (
                clean_text(row.product_name, LONGEST_NAME),
                format_plural(row.customers_count, "customer"),
                format_percent(row.probability, 0),
            )
            for row in rows
        ),
    )


def show_figures(metrics: Mapping[str, Any] | None) -> Table:
    """Write the model's test figures beside those of simple methods; empty before a training."""
    if not metrics:
        return Table((), ())
    interval = " ({} to {})".format(
        format_number(metrics["basket_f1_lower"], 3), format_number(metrics["basket_f1_upper"], 3)
    )
    return Table(
        ("Method", "F1 of a basket", "AUC of a product"),
        (
            (
                "The model",
                format_number(metrics["basket_f1"], 3) + interval,
                format_number(metrics["auc"], 3),
            ),
            (
                "Logistic regression on four figures",
                format_number(metrics["basket_f1_of_simple"], 3),
                format_number(metrics["simple_auc"], 3),
            ),
            (
                "The last basket again",
                format_number(metrics["basket_f1_of_last_basket"], 3),
                format_number(None),
            ),
        ),
    )


def draw_reasons(rows: Sequence[BasketReasonRow]) -> Chart:
    """Draw what the explained suggestions rest on."""
    if not rows:
        return say_nothing("What suggestions rest on", "No suggestion of this night is explained.")
    explained = format_plural(rows[0].suggestions_count, "suggestion")
    return draw_importance(
        SPEC.features,
        {row.feature: row.importance for row in rows},
        "Suggestions rest most on",
        f"Mean size of each part of the log-odds, over {explained} of this night.",
    )
