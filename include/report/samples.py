"""Values of single rows, as far as a page may show them: short, and without personal data."""

from include.report.masking import mask_text, mask_value

LONGEST = 40


def show_value(column: str | None, value: str | None) -> str:
    """Return a value of a row; what may be about a person is masked."""
    if column is None:
        return "the whole line"
    return mask_value(column, value, LONGEST) or "(empty)"


def show_reason(reason: str) -> str:
    """Return why a row was rejected, without an address or number that it may quote."""
    return mask_text(reason)
