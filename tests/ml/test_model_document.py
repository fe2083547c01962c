"""docs/model.md says what the specs declare and what the bench printed."""

import pytest

from include.ml.model_document import PAGE, read_figures, write_page
from include.ml.specs import NIGHTLY


def test_the_page_is_what_make_docs_would_write_today() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert write_page(text, read_figures()) == text, "run `make docs`"


@pytest.mark.parametrize("name", NIGHTLY)
def test_the_page_shows_each_models_figures(name: str) -> None:
    figures = read_figures()
    text = PAGE.read_text(encoding="utf-8")
    for figure in ("auc", "average_precision", "top_100"):
        assert figures[f"{name}_{figure}"]["lead"] in text


def test_another_figure_makes_another_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    figures = read_figures()
    changed = figures | {"delay_open_auc": dict.fromkeys(figures["delay_open_auc"], "0.123")}
    assert "0.123" in write_page(text, changed)
