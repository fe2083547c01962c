"""What people call each segment, and what to do for its customers."""

from dataclasses import dataclass

from include.customers.bands import HIGH, ONLY_CANCELLED

TITLES = {
    ONLY_CANCELLED: "Only cancelled orders",
    "once": "One order",
    "once_recent": "New",
    "once_quiet": "One order, quiet",
    "once_gone": "One order, gone",
    "returning": "Came back",
    "returning_recent": "Active",
    "returning_quiet": "Cooling off",
    "returning_gone": "Lost",
}
ACTIONS = {
    ONLY_CANCELLED: "Find out why their orders were cancelled; win them back only once that is"
    " mended.",
    "once": "Ask for the second order: an offer on what they bought.",
    "once_recent": "Bring the second order: write within two weeks of the first delivery.",
    "once_quiet": "Remind them once, with what goes with their first order.",
    "once_gone": "Leave them out of paid campaigns; a yearly greeting is enough.",
    "returning": "Keep them: few come back, so ask what made them, and thank them.",
    "returning_recent": "Do not discount: they buy anyway. Ask for a review or a referral.",
    "returning_quiet": "Write before they are gone: ask what was missing, offer their usual.",
    "returning_gone": "One win-back offer; stop if they do not answer.",
}
ACTIONS_FOR_HIGH = {
    "once": "Write in person for the second order: their first was worth it.",
    "once_recent": "Write in person within two weeks, and put a late order of theirs right first.",
    "once_quiet": "A good offer now: after this they rarely come back.",
    "once_gone": "One win-back offer, no more: their first basket was large.",
    "returning": "Name somebody who looks after them: they come back and spend.",
    "returning_recent": "Look after them first: early access, first in line when slots are short.",
    "returning_quiet": "Call or write in person this week: the most money can still be kept here.",
    "returning_gone": "A strong win-back offer to each, with what they used to buy.",
}


@dataclass(frozen=True)
class SegmentName:
    """A segment in words: its title, and the action for its customers."""

    title: str
    action: str


def name_segment(segment: str) -> SegmentName:
    """Return the words of a segment, such as `once_recent_high`, or `once_recent_2` of clusters."""
    words, number = segment, ""
    head, _, tail = segment.rpartition("_")
    if tail.isdigit():
        words, number = head, f" ({tail})"
    base = words.removesuffix(f"_{HIGH}")
    if base == words:
        return SegmentName(TITLES[base] + number, ACTIONS[base])
    return SegmentName(f"{TITLES[base]}, high value{number}", ACTIONS_FOR_HIGH[base])
