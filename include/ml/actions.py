"""What can still be done about an open order, as changes of its row in ml.features_delay_open.

An action changes every feature that follows from it as the feature SQL would have computed them,
and no other. What tells of groups stands as tonight knew it: one order hardly moves its seller's
record, and the queue of another date is not in the row.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from include.ml.features import source_timezone
from include.ml.spec import Action

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

HANDOVER_WITHIN_DAYS = (1.0, 0.0)  # the later one is the smaller change
SPREAD_SHARES = (0.5, 1.0)  # of the route's transit times: a spread below the usual is its fast end
MOVED_DAYS = tuple(float(days) for days in range(1, 15))
LEAST_SAVED_DAYS = 0.1
SECONDS = 86_400


def offer_handover(frame: "pd.DataFrame") -> Floats:
    """Offer a handover to orders that wait for it, while the promise is still ahead then."""
    left = np.where(_read(frame, "is_handed_over") == 0, _read(frame, "days_to_promise"), np.nan)
    within = np.tile(HANDOVER_WITHIN_DAYS, (len(frame), 1))
    return np.where(within < left[:, None], within, np.nan)


def expedite_handover(frame: "pd.DataFrame", amounts: Floats) -> "pd.DataFrame":
    """Return rows as they stand `amounts` days after the night's end, just handed over."""
    waited = np.nan_to_num(amounts)
    left, age = _read(frame, "days_to_promise") - waited, _read(frame, "order_age_days") + waited
    late = waited - _read(frame, "days_to_handover_due")
    working = _read(frame, "working_days_to_promise")
    days = frame["day"].to_numpy(dtype="datetime64[D]") + 1
    later = days + np.ceil(waited).astype("timedelta64[D]")
    return _write(
        frame,
        ~np.isnan(amounts),
        days_to_promise=left,
        order_age_days=age,
        share_of_promise_used=age / _read(frame, "promised_total_days"),
        working_days_to_promise=working - np.busday_count(days, later),
        is_handed_over=np.ones(len(frame)),
        days_since_handover=np.zeros(len(frame)),
        days_to_handover_due=np.full(len(frame), np.nan),
        handover_delay_days=late,
        expected_slack_days=left - np.maximum(0, _read(frame, "route_transit_days_30d")),
    )


def offer_faster_transit(frame: "pd.DataFrame") -> Floats:
    """Offer what brings the time left in transit nearer to the route's fast end, in days saved."""
    spread = _read(frame, "route_transit_spread_days_90d")[:, None] * np.array(SPREAD_SHARES)
    saved = np.minimum(spread, _count_transit_days_left(frame)[:, None])
    return np.where(saved >= LEAST_SAVED_DAYS, saved, np.nan)


def upgrade_carrier(frame: "pd.DataFrame", amounts: Floats) -> "pd.DataFrame":
    """Return rows whose transit is expected to take `amounts` days less than usual on the route."""
    saved = np.nan_to_num(amounts)
    transit = {
        name: np.maximum(0, _read(frame, name) - saved)
        for name in ("route_transit_days_30d", "route_transit_days_90d")
    }
    slack = _read(frame, "expected_slack_days") + saved
    return _write(frame, ~np.isnan(amounts), expected_slack_days=slack, **transit)


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
    total = _read(frame, "promised_total_days") + later
    working = np.busday_count(dates, dates + moved)
    return _write(
        frame,
        ~np.isnan(amounts),
        days_to_promise=_read(frame, "days_to_promise") + later,
        working_days_to_promise=_read(frame, "working_days_to_promise") + working,
        promised_total_days=total,
        share_of_promise_used=_read(frame, "order_age_days") / total,
        promised_weekday=after.dt.dayofweek.to_numpy(np.float64) + 1,
        expected_slack_days=_read(frame, "expected_slack_days") + later,
    )


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


def _say_handover(days: float) -> str:
    return "were handed over at once" if days == 0 else "were handed over within a day"


def _say_transit(days: float) -> str:
    time = f"{days:.1f} days" if days >= 1 else f"{24 * days:.0f} hours"
    return f"travelled {time} faster than is usual on its route"


def _say_promise(days: float) -> str:
    return f"were promised {days:.0f} {'day' if days == 1 else 'days'} later"


ACTIONS = (
    Action(
        "expedite_handover",
        "days until handed over",
        (
            "days_to_promise",
            "order_age_days",
            "share_of_promise_used",
            "working_days_to_promise",
            "is_handed_over",
            "days_since_handover",
            "days_to_handover_due",
            "handover_delay_days",
            "expected_slack_days",
        ),
        offer_handover,
        expedite_handover,
        _say_handover,
    ),
    Action(
        "upgrade_carrier",
        "days less in transit",
        ("route_transit_days_30d", "route_transit_days_90d", "expected_slack_days"),
        offer_faster_transit,
        upgrade_carrier,
        _say_transit,
    ),
    Action(
        "move_promise",
        "days later",
        (
            "days_to_promise",
            "working_days_to_promise",
            "promised_total_days",
            "share_of_promise_used",
            "promised_weekday",
            "expected_slack_days",
        ),
        offer_later_promise,
        move_promise,
        _say_promise,
    ),
)
