"""The simulated advertising: spend by campaign, channel and audience, and what it lifts."""

from datetime import date, timedelta
from functools import cache

import numpy as np

from include.sources.demo.world import Columns, open_stream

# channel: (euros a day, euros a click, clicks per impression, orders per click, lift at that spend)
CHANNELS: dict[str, tuple[float, float, float, float, float]] = {
    "search": (240.0, 0.55, 0.040, 0.075, 0.035),
    "social": (180.0, 0.35, 0.012, 0.035, 0.030),
    "display": (90.0, 0.25, 0.003, 0.015, 0.008),
    "email": (25.0, 0.04, 0.060, 0.050, 0.020),
}
AUDIENCES = ("new", "returning")
MEMORY = (0.6, 0.3, 0.1)  # how spend of today, yesterday and the day before is remembered
BASKET = 36.0
MEASURES = (
    "campaign_id", "channel", "audience", "campaign_name", "impressions", "clicks",
    "conversions", "spend", "revenue",
)  # fmt: skip
PROMOTION_SHARE = 0.25  # of the weeks


@cache
def _is_promotion(seed: int, week: int) -> bool:
    return bool(open_stream(seed, "promotion", week).random() < PROMOTION_SHARE)


@cache
def list_marketing(seed: int, day: date) -> Columns:
    """Return the file of marketing: one row per campaign, channel and audience of a day."""
    rng = open_stream(seed, "marketing", day.toordinal())
    promotion = _is_promotion(seed, day.toordinal() // 7)
    rows = []
    for channel, (euros, click, impression, order, _) in CHANNELS.items():
        push = 2.6 if promotion and channel in {"social", "email"} else 1.0
        kind = "PROMO" if push > 1 else "BASE"
        for audience in AUDIENCES:
            share = 0.6 if audience == "new" else 0.4
            spend = round(float(euros * share * push * rng.lognormal(0, 0.25)), 2)
            clicks = int(rng.poisson(spend / click))
            impressions = clicks + int(rng.poisson(clicks / impression))
            orders = int(rng.binomial(clicks, order))
            revenue = round(float(orders * BASKET * rng.normal(1, 0.05)), 2)
            campaign = f"{channel[:3].upper()}-{day:%y%m}-{kind}"
            name = f"{channel.title()} {day:%B} {'promotion' if push > 1 else 'always on'}"
            rows.append(
                (campaign, channel, audience, name, impressions, clicks, orders, spend, revenue)
            )
    columns = {
        name: np.array(values)
        for name, values in zip(MEASURES, zip(*rows, strict=True), strict=True)
    }
    dates = np.full(len(rows), np.datetime64(day.isoformat(), "D"))
    return {"campaign_id": columns.pop("campaign_id"), "spend_date": dates, **columns}


def measure_lift(seed: int, day: date) -> float:
    """Return how much the recent spend lifts the orders of a day, 0.1 being ten percent."""
    lift = 0.0
    for age, weight in enumerate(MEMORY):
        spent = list_marketing(seed, day - timedelta(days=age))
        for channel, (euros, _, _, _, effect) in CHANNELS.items():
            spend = float(spent["spend"][spent["channel"] == channel].sum())
            lift += weight * effect * spend / euros
    return lift
