"""What a model of baskets declares."""

from dataclasses import dataclass

from include.ml.base_spec import Spec
from include.ml.spec import Feature
from include.ml.terms import Drift, Gate


@dataclass(frozen=True, kw_only=True)
class BasketSpec(Spec):
    """Which of the products that a customer bought before are in the next order?

    A row is of a customer, one of the orders, and a product bought before it. A training draws
    `most_customers`, and of each asks the last `most_targets` orders; fewer than `least_buyers`
    test customers who bought again show nothing. `nights` are steps like `feature_steps`, for the
    customers who ordered on a night; at most `most_products` of each customer are kept.
    """

    recipe: str = "include.ml.baskets.recipe"
    entity_key: str = "customer_id"
    night_steps: tuple[str, ...]
    features: tuple[Feature, ...]
    params: dict[str, float | int | str]
    least_rounds: int
    most_rounds: int
    most_customers: int
    most_targets: int
    least_buyers: int
    most_night_customers: int
    most_products: int
    most_explained: int
    most_watched_customers: int
    gate: Gate
    drift: Drift

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Return the model's columns in the order of its matrix."""
        return tuple(feature.name for feature in self.features)
