"""The links of rendered pages, and whether what they lead to is there."""

from html.parser import HTMLParser
from pathlib import Path


class Places(HTMLParser):
    """Collect the addresses that a page links to, and the ids that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        self.ids += [name] if (name := found.get("id")) else []


def read_places(page: Path) -> Places:
    """Return the links and ids of a page."""
    places = Places()
    places.feed(page.read_text(encoding="utf-8"))
    return places


def find_dead_links(page: Path) -> list[str]:
    """Return the links of a page that lead to no file, or to no element of it."""
    dead = []
    for link in read_places(page).links:
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        is_there = target.is_file() and (not anchor or anchor in read_places(target).ids)
        dead += [] if is_there else [link]
    return dead
