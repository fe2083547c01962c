"""What mail and pages show of people: by the setting NIGHTSHIFT_MASK_PERSONAL_DATA nothing."""

from collections.abc import Collection

from include.report.formats import clean_text
from include.settings import masks_personal_data
from include.sources.personal import HIDDEN, hide_contacts, is_personal


def mask_text(text: str | None, limit: int = 160, *, keep: Collection[str] = ()) -> str:
    """Return text from outside as one short line, its mail addresses and telephones hidden.

    Addresses in `keep` stay: those of the people who get the mail.
    """
    return mask_contacts(clean_text(text, limit), keep=keep)


def mask_contacts(text: str, *, keep: Collection[str] = ()) -> str:
    """Return the text, whatever its lines, with its mail addresses and telephones hidden."""
    return hide_contacts(text, keep) if masks_personal_data() else text


def mask_value(column: str, value: str | None, limit: int = 160) -> str:
    """Return a value as one short line; of a column that may be about a person only `HIDDEN`.

    The column's name decides (`is_personal`): customer_name, phone, address, comment. A value that
    is not known is empty, not hidden.
    """
    text = clean_text(value, limit)
    if text and masks_personal_data() and is_personal(column):
        return HIDDEN
    return mask_contacts(text)


def name_person(name: str | None, person_id: str | None, limit: int = 60) -> str:
    """Return what a courier or customer is called: the id, and the name where people are shown."""
    return mask_text(person_id if masks_personal_data() else name or person_id, limit)
