"""What the baskets page reads: the night, its products, what became of suggestions, reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BasketNightRow:
    """The newest training up to the day, null before the first, and the night's suggestions."""

    customers_count: int
    suggestions_count: int
    expected_count: float | None
    decision: str | None
    reason: str | None
    metrics: Mapping[str, Any] | None


@dataclass(frozen=True)
class BasketProductRow:
    """A product suggested on the night: to how many, and how likely they are to buy it."""

    product_name: str
    customers_count: int
    probability: float


@dataclass(frozen=True)
class BasketOutcomeRow:
    """Suggestions of the last 28 nights whose customers have ordered since, over those orders.

    `bought_again_count` are the products in them that their customers had bought before.
    """

    orders_count: int
    bought_again_count: int
    suggested_count: int
    hits_count: int
    expected_count: float


@dataclass(frozen=True)
class BasketReasonRow:
    """A feature's mean absolute part in the explained suggestions, in log-odds."""

    feature: str
    importance: float
    suggestions_count: int
