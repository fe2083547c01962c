"""Sentences that know the page that their numbers come from."""

from collections.abc import Sequence


class Linked(str):
    """A sentence of the brief; `page` is the file of the same night that its numbers come from.

    It is text like any other to the mail, which has no pages beside it.
    """

    page: str

    def __new__(cls, text: str, page: str) -> "Linked":
        """Make one."""
        linked = super().__new__(cls, text)
        linked.page = page
        return linked


def link_all(page: str, sentences: Sequence[str]) -> tuple[Linked, ...]:
    """Return the sentences that say something, each with its page."""
    return tuple(Linked(sentence, page) for sentence in sentences if sentence)
