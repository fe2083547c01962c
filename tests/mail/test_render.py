"""Both faces of a mail say the same, and nothing in it can run or be fetched."""

import re
from pathlib import Path

import jinja2
import pytest

from include.mail.render import TEMPLATES, render_body, render_html, render_text

FAILURE = {
    "title": "t",
    "dag_id": "transform",
    "task_id": "build_silver",
    "day": "2018-04-28",
    "run_id": "r1",
    "log_url": "",
    "error": ["3 rows of bronze.orders have no order_id", "- the first in line 7", "12. x"],
    "what_to_do": ["Mend the mapping, then ", "make retry DAY=2018-04-28", "."],
    "source": "demo",
}


def words(text: str) -> list[str]:
    return re.findall(r"[\w.%$-]+", re.sub(r"[*#>`\\]|\]\(<[^>]*>\)", " ", text))


def visible_words(html: str) -> list[str]:
    body = html[html.index("<body") :]
    plain = re.sub(r"<[^>]+>", " ", body)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    return words(plain)


def test_every_word_of_the_html_stands_in_the_text_in_the_same_order() -> None:
    body = render_body("failure.html.j2", FAILURE, message="<m@x>")
    assert words(body.text) == visible_words(body.html)
    assert "\\" not in body.text
    assert [line for line in body.text.splitlines() if line in FAILURE["error"]] == FAILURE["error"]


def test_css_stands_in_the_elements_and_only_dark_mode_in_a_sheet() -> None:
    html = render_html("failure.html.j2", FAILURE)
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.S)
    assert sheet.strip().startswith("@media (prefers-color-scheme: dark)")
    assert re.search(r'<h1 style="[^"]*font-size: ?22px', html)


def test_hostile_values_are_shown_and_not_run() -> None:
    hostile = "<script>alert(1)</script>{{7*7}}{% raw %}\"'><img src=x onerror=alert(1)>"
    html = render_html("failure.html.j2", {**FAILURE, "error": [hostile], "run_id": hostile})
    assert "<script" not in html
    assert "<img" not in html
    assert "{{7*7}}" in html
    assert "alert(1)" in render_text(html)


def test_a_missing_value_is_an_error() -> None:
    values = {name: value for name, value in FAILURE.items() if name != "error"}
    with pytest.raises(jinja2.UndefinedError, match="error"):
        render_html("failure.html.j2", values)


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_no_template_fetches_anything_or_trusts_a_value(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|@import|url\(|\|\s*safe|src=\"(?!cid:)", text)
