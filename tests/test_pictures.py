"""The pictures that the README shows are there, all of them, and light."""

import re

from include.settings import PROJECT

HEAVIEST, HEAVIEST_SET = 150_000, 1_500_000


def test_the_readme_shows_every_picture_and_each_is_light() -> None:
    shown = re.findall(r'src="(docs/pictures/.*?)"', (PROJECT / "README.md").read_text("utf-8"))
    kept = (PROJECT / "docs" / "pictures").iterdir()
    assert sorted(shown) == sorted(str(path.relative_to(PROJECT)) for path in kept)
    weights = [(PROJECT / name).stat().st_size for name in shown]
    assert max(weights) <= HEAVIEST
    assert sum(weights) <= HEAVIEST_SET


def test_every_picture_has_words_for_who_does_not_see_it() -> None:
    pictures = re.findall(r"<img [^>]*>", (PROJECT / "README.md").read_text("utf-8"))
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', picture) for picture in pictures)
