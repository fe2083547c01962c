"""Values of single rows, as far as a page may show them: short, and without personal data."""

from include.report.formats import clean_text
from include.sources.personal import HIDDEN, hide_contacts, is_personal

LONGEST = 40


def show_value(column: str | None, value: str | None) -> str:
    """Return a value of a row without personal data."""
    if column is None:
        return "the whole line"
    if is_personal(column):
        return HIDDEN
    return hide_contacts(clean_text(value, LONGEST)) or "(empty)"


def show_reason(reason: str) -> str:
    """Return why a row was rejected, without an address or number that it may quote."""
    return hide_contacts(clean_text(reason))
