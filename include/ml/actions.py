"""What can still be done about an open order, and in which words."""

from include.ml.row_changes import (
    ROUTE_TIMES,
    expedite_handover,
    move_promise,
    offer_faster_transit,
    offer_handover,
    offer_later_promise,
    upgrade_carrier,
)
from include.ml.spec import Action


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
            "holidays_to_promise",
            "is_handed_over",
            "days_since_handover",
            "days_to_handover_due",
            "handover_delay_days",
            "handover_overrun_days",
            "transit_overrun_days",
            "transit_share_used",
            "expected_slack_days",
        ),
        offer_handover,
        expedite_handover,
        _say_handover,
    ),
    Action(
        "upgrade_carrier",
        "days less in transit",
        (*ROUTE_TIMES, "transit_overrun_days", "transit_share_used", "expected_slack_days"),
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
            "holidays_to_promise",
            "promised_total_days",
            "promised_working_days",
            "promised_holidays",
            "share_of_promise_used",
            "promised_weekday",
            "expected_slack_days",
        ),
        offer_later_promise,
        move_promise,
        _say_promise,
    ),
)
