"""Values of single rows, as far as a page may show them: short, and without personal data."""

import re

from include.report.formats import clean_text

HIDDEN = "(hidden)"
LONGEST = 40

# A column whose name has one of these words may hold personal data: its samples are not shown.
PERSONAL_WORDS = frozenset(
    {"name", "email", "mail", "phone", "mobile", "contact", "address", "street"}
    | {"comment", "message", "text", "title", "feedback"}
)
EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+")


def show_value(column: str | None, value: str | None) -> str:
    """Return a value of a row without personal data."""
    if column is None:
        return "the whole line"
    if PERSONAL_WORDS & set(column.lower().split("_")):
        return HIDDEN
    return EMAIL.sub(HIDDEN, clean_text(value, LONGEST)) or "(empty)"


def show_reason(reason: str) -> str:
    """Return why a row was rejected, without an address that it may quote."""
    return EMAIL.sub(HIDDEN, clean_text(reason))
