"""A row of ml.features_delay_open as it would stand after something was done about its order.

A change moves every feature that follows from it as the feature SQL would have computed them, and
no other. What tells of groups stands as tonight knew it: one order hardly moves its seller's
record, and the queue of another date is not in the row.
"""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from include.ml.features import source_timezone
from include.settings import load_settings
from include.sources.contract import load_contract
from include.sources.holidays import list_holidays

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Dates = npt.NDArray[np.datetime64]

HANDOVER_WITHIN_DAYS = (1.0, 0.0)  # the later one is the smaller change
SPREAD_SHARES = (0.5, 1.0)  # of the route's transit times: a spread below the usual is its fast end
MOVED_DAYS = tuple(float(days) for days in range(1, 15))
LEAST_SAVED_DAYS = 0.1
SECONDS = 86_400
# what tells how long this order's transit is expected to take
ROUTE_TIMES = (
    "route_transit_days_7d",
    "route_transit_days_30d",
    "route_transit_days_90d",
    "route_door_days_30d",
)


def offer_handover(frame: "pd.DataFrame") -> Floats:
    """Offer a handover to orders that wait for it, while the promise is still ahead then."""
    left = np.where(_read(frame, "is_handed_over") == 0, _read(frame, "days_to_promise"), np.nan)
    within = np.tile(HANDOVER_WITHIN_DAYS, (len(frame), 1))
    return np.where(within < left[:, None], within, np.nan)


def expedite_handover(frame: "pd.DataFrame", amounts: Floats) -> "pd.DataFrame":
    """Return rows as they stand `amounts` days after the night's end, just handed over."""
    waited = np.nan_to_num(amounts)
    left, age = _read(frame, "days_to_promise") - waited, _read(frame, "order_age_days") + waited
    nights = frame["day"].to_numpy(dtype="datetime64[D]")
    working, holidays = count_dates(nights, nights + np.ceil(waited).astype("timedelta64[D]"))
    transit = _read(frame, "route_transit_days_30d")
    return _write(
        frame,
        ~np.isnan(amounts),
        days_to_promise=left,
        order_age_days=age,
        share_of_promise_used=age / _read(frame, "promised_total_days"),
        working_days_to_promise=_read(frame, "working_days_to_promise") - working,
        holidays_to_promise=_read(frame, "holidays_to_promise") - holidays,
        is_handed_over=np.ones(len(frame)),
        days_since_handover=np.zeros(len(frame)),
        days_to_handover_due=np.full(len(frame), np.nan),
        handover_delay_days=waited - _read(frame, "days_to_handover_due"),
        handover_overrun_days=np.full(len(frame), np.nan),
        transit_overrun_days=-transit,
        transit_share_used=np.where(transit > 0, 0.0, np.nan),
        expected_slack_days=left - np.maximum(0, transit),
    )


def offer_faster_transit(frame: "pd.DataFrame") -> Floats:
    """Offer what brings the time left in transit nearer to the route's fast end, in days saved."""
    spread = _read(frame, "route_transit_spread_days_90d")[:, None] * np.array(SPREAD_SHARES)
    saved = np.minimum(spread, _count_transit_days_left(frame)[:, None])
    return np.where(saved >= LEAST_SAVED_DAYS, saved, np.nan)


def upgrade_carrier(frame: "pd.DataFrame", amounts: Floats) -> "pd.DataFrame":
    """Return rows whose transit is expected to take `amounts` days less than usual on the route."""
    saved = np.nan_to_num(amounts)
    times = {name: np.maximum(0, _read(frame, name) - saved) for name in ROUTE_TIMES}
    transit, since = times["route_transit_days_30d"], _read(frame, "days_since_handover")
    share = np.divide(since, transit, out=np.full(len(frame), np.nan), where=transit > 0)
    return _write(
        frame,
        ~np.isnan(amounts),
        expected_slack_days=_read(frame, "expected_slack_days") + saved,
        transit_overrun_days=since - transit,
        transit_share_used=share,
        **times,
    )


def offer_later_promise(frame: "pd.DataFrame") -> Floats:
    """Offer to every order a promise of one to fourteen days later."""
    return np.tile(MOVED_DAYS, (len(frame), 1))


def move_promise(frame: "pd.DataFrame", amounts: Floats) -> "pd.DataFrame":
    """Return rows whose promise is `amounts` calendar days later, at the same local hour."""
    moved = np.nan_to_num(amounts).astype("timedelta64[D]")
    before = frame["promised_at"].dt.tz_convert(source_timezone()).dt.tz_localize(None)
    after = (before + moved).dt.tz_localize(
        source_timezone(), ambiguous=np.ones(len(frame), dtype=bool), nonexistent="shift_forward"
    )
    later = (after - frame["promised_at"]).dt.total_seconds().to_numpy() / SECONDS
    dates = before.to_numpy(dtype="datetime64[D]")
    working, holidays = count_dates(dates - 1, dates + moved - 1)  # the last date does not count
    total = _read(frame, "promised_total_days") + later
    return _write(
        frame,
        ~np.isnan(amounts),
        days_to_promise=_read(frame, "days_to_promise") + later,
        working_days_to_promise=_read(frame, "working_days_to_promise") + working,
        holidays_to_promise=_read(frame, "holidays_to_promise") + holidays,
        promised_total_days=total,
        promised_working_days=_read(frame, "promised_working_days") + working,
        promised_holidays=_read(frame, "promised_holidays") + holidays,
        share_of_promise_used=_read(frame, "order_age_days") / total,
        promised_weekday=after.dt.dayofweek.to_numpy(np.float64) + 1,
        expected_slack_days=_read(frame, "expected_slack_days") + later,
    )


def count_dates(after: Dates, until: Dates) -> tuple[Floats, Floats]:
    """Count working days and holidays of the source's country after a date, up to another one."""
    if not len(after):
        return np.zeros(0), np.zeros(0)
    country = load_contract(load_settings().source).country
    listed = list_holidays(country, min(after).astype(date), max(until).astype(date))
    holidays = np.array(listed, dtype="datetime64[D]")
    working = np.busday_count(after + 1, until + 1, holidays=holidays)
    told = np.searchsorted(holidays, until, "right") - np.searchsorted(holidays, after, "right")
    return working.astype(np.float64), told.astype(np.float64)


def _count_transit_days_left(frame: "pd.DataFrame") -> Floats:
    transit, since = _read(frame, "route_transit_days_30d"), _read(frame, "days_since_handover")
    left = np.where(_read(frame, "is_handed_over") == 1, transit - since, transit)
    return np.maximum(0, left)


def _read(frame: "pd.DataFrame", name: str) -> Floats:
    return frame[name].to_numpy(np.float64)


def _write(
    frame: "pd.DataFrame", is_changed: npt.NDArray[np.bool_], **columns: Floats
) -> "pd.DataFrame":
    """Return the frame with the columns' values in the changed rows."""
    return frame.assign(
        **{name: np.where(is_changed, new, _read(frame, name)) for name, new in columns.items()}
    )
