"""Sentences that know the place that their numbers come from: a page, and the section on it."""

from collections.abc import Sequence

# page#section; the templates give their sections these ids
ON_TIME = "kpis.html#on-time"
LATE_ORDERS = "kpis.html#late-orders"
AREAS = "kpis.html#areas"
REASONS = "kpis.html#reasons"
ORDERS = "kpis.html#orders"
REVENUE = "kpis.html#revenue"
MARKETING = "kpis.html#marketing"
STARS = "kpis.html#stars"
ALERTED = "risk.html#alerted"
SCORES = "risk.html#scores"
OUTCOMES = "risk.html#outcomes"
MODEL = "risk.html#model"
UNITS = {"partner": "scorecards.html#partners", "seller": "scorecards.html#sellers"}
SEGMENTS = "customers.html#segments"
TOPICS = "reviews.html#topics"
RATINGS = "reviews.html#ratings"
BREACHES = "forecasts.html#late"
DEMAND = "forecasts.html#demand"
ALARMS = "drift.html#alarms"
QUARANTINE = "quality.html#quarantine"


class Linked(str):
    """A sentence of the brief; `address` is the place of the same night with its numbers.

    It is text like any other to the mail, which has no pages beside it.
    """

    address: str

    def __new__(cls, text: str, address: str) -> "Linked":
        """Make one."""
        linked = super().__new__(cls, text)
        linked.address = address
        return linked

    @property
    def page(self) -> str:
        """Return the file of the place."""
        return self.address.partition("#")[0]


NOTHING_SAID = Linked("", "kpis.html")


def link_all(address: str, sentences: Sequence[str]) -> tuple[Linked, ...]:
    """Return the sentences that say something, each with its place."""
    return tuple(Linked(sentence, address) for sentence in sentences if sentence)
