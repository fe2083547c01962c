"""What a source tells of, and the sentences for what it does not: said, never drawn as zero."""

from dataclasses import dataclass

from include.report.brief_rows import Headline
from include.report.formats import (
    clean_text,
    format_change,
    format_count,
    format_number,
    format_percent,
    format_plural,
)
from include.report.links import ORDERS, STARS, Linked

FEW_STARS = 2  # a review with so many stars or fewer is a bad one

NO_ORDERS = "This source has no orders."
NO_MODEL = "This source has no deliveries, so there is no delay to predict."


@dataclass(frozen=True)
class Subjects:
    """What the source has told of up to the day, `orders_count` over all days."""

    orders_count: int = 0
    has_orders: bool = True
    has_order_times: bool = True
    has_promises: bool = True
    has_prices: bool = True

    @property
    def missing(self) -> str:
        """Return a sentence on the subjects that the source lacks; empty when it has them all."""
        gaps = (
            (self.has_orders, "orders", ""),
            (self.has_order_times or not self.has_orders, "order times", "no order has a day"),
            (self.has_promises, "deliveries", "nothing can be late"),
            (self.has_prices, "prices", "no revenue is known"),
        )
        lacking = [f"no {name}" for is_there, name, _ in gaps if not is_there]
        follows = [then for is_there, _, then in gaps if then and not is_there]
        if not lacking:
            return ""
        return f"This source has {_list_all(lacking)}: {_list_all(follows)}."


def _list_all(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


ALL_TOLD = Subjects()


@dataclass(frozen=True)
class StarsRow:
    """Reviews with one number of stars: all that are known, and those that came with the night."""

    stars: int
    reviews_count: int
    new_reviews_count: int


@dataclass(frozen=True)
class ProductRow:
    """A product with more bad reviews than its number of reviews explains."""

    product_name: str
    reviews_count: int
    bad_reviews_count: int
    expected_count: float

    @property
    def name(self) -> str:
        """Return its name, cut to a length that fits into a line."""
        return clean_text(self.product_name, 60)

    @property
    def bad_share(self) -> float:
        """Return the share of its reviews with few stars."""
        return self.bad_reviews_count / self.reviews_count

    @property
    def sentence(self) -> str:
        """Say how many of its reviews are bad."""
        reviews = format_plural(self.reviews_count, "review")
        return (
            f"{format_count(self.bad_reviews_count)} of {reviews} with {FEW_STARS} stars or fewer"
        )


@dataclass(frozen=True)
class Reviews:
    """The reviews known by the end of the day: by their stars, and the products worst reviewed."""

    rows: tuple[StarsRow, ...] = ()
    worst: tuple[ProductRow, ...] = ()

    @property
    def count(self) -> int:
        """Return how many there are."""
        return sum(row.reviews_count for row in self.rows)

    @property
    def new_count(self) -> int:
        """Return how many came with this night."""
        return sum(row.new_reviews_count for row in self.rows)

    @property
    def average(self) -> float | None:
        """Return the mean of the stars."""
        total = sum(row.stars * row.reviews_count for row in self.rows)
        return total / self.count if self.count else None

    @property
    def bad_share(self) -> float | None:
        """Return the share of reviews with few stars."""
        bad = sum(row.reviews_count for row in self.rows if row.stars <= FEW_STARS)
        return bad / self.count if self.count else None


NO_REVIEWS = Reviews()


def say_orders(headline: Headline, subjects: Subjects) -> str:
    """Say how many orders came, for a source without promises."""
    if not subjects.has_order_times:
        return (
            f"{format_plural(subjects.orders_count, 'order')} came up to this day, without a time."
        )
    orders = headline.orders_count or 0
    usual = headline.usual_orders_count
    placed = f"{format_plural(orders, 'order')} {'was' if orders == 1 else 'were'} placed"
    if not usual:
        return f"{placed}; there are no days before to compare with."
    change = format_change(orders / usual - 1)
    return f"{placed}, {change} on the usual {format_count(usual)}."


def say_reviews(reviews: Reviews) -> str:
    """Say which reviews came, for a source without orders; there must be one at least."""
    stars = f"{format_number(reviews.average, 1)} stars on average"
    bad = f"{format_percent(reviews.bad_share)} with {FEW_STARS} or fewer"
    if reviews.new_count == reviews.count:
        return f"{format_plural(reviews.count, 'review')} came: {stars}, {bad}."
    came = format_plural(reviews.new_count, "new review") if reviews.new_count else "No review"
    return f"{came} came; all {format_count(reviews.count)} have {stars}, {bad}."


def list_review_actions(reviews: Reviews) -> tuple[str, ...]:
    """Say whose reviews to read first, where a product has more bad ones than is usual."""
    return tuple(
        f"Read the reviews of “{product.name}” first: {product.sentence},"
        f" where {product.expected_count:.0f} would be usual."
        for product in reviews.worst[:1]
    )


def find_figure(headline: Headline, subjects: Subjects, reviews: Reviews) -> Linked:
    """Return the figure of the day for a source without promises: orders, else stars."""
    if subjects.has_order_times:
        return Linked(format_count(headline.orders_count or 0), ORDERS)
    if subjects.has_orders:
        return Linked(format_count(subjects.orders_count), "kpis.html")
    return Linked(format_number(reviews.average, 1), STARS)
