"""The rendered pages as files: self-contained, escaped, whole, within their weight."""

import re
from html.parser import HTMLParser

import pytest

from include.report.templates import PAGES
from tests.report.conftest import DAY, HOSTILE, Rendered
from tests.report.page_links import find_dead_links, read_places

WEIGHT = dict.fromkeys(PAGES, 1_000_000) | {"index.html": 300_000}
EVERY_PAGE = (*PAGES, "../index.html", "../latest/index.html", f"../archive/{DAY:%Y-%m}.html")
VOID = {"meta", "link", "br", "input", "img", "hr", "path", "line", "circle", "rect"}


class Outline(HTMLParser):
    """Collect elements, and complain about one that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def outline(rendered: Rendered, page: str) -> Outline:
    parser = Outline()
    parser.feed(rendered.read(page))
    return parser


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_asks_for_nothing_and_runs_nothing(rendered: Rendered, page: str) -> None:
    text = rendered.read(page)
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|img|iframe|object|embed|link|base|form)\b", text, re.I)
    assert not re.search(r"https?://|url\(|@import|javascript:|\bon[a-z]+=", text, re.I)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_elements_are_closed_in_turn(rendered: Rendered, page: str) -> None:
    parser = outline(rendered, page)
    assert parser.wrong == []
    assert parser.open == []


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_links_are_relative_and_lead_to_a_place_that_exists(rendered: Rendered, page: str) -> None:
    assert read_places(rendered.folder / page).links
    assert find_dead_links(rendered.folder / page) == []


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_an_id_stands_once_on_a_page(rendered: Rendered, page: str) -> None:
    ids = read_places(rendered.folder / page).ids
    assert len(ids) == len(set(ids))


def test_every_number_of_the_brief_leads_to_its_section(rendered: Rendered) -> None:
    text = rendered.read("index.html")
    answers = text[text.index("<h1>") : text.index('<h2 id="figures">')]
    lines = re.findall(r"<li>.*?</li>", answers)
    assert len(lines) > 5
    assert all(re.search(r'href="[a-z]+\.html#[a-z-]+"', line) for line in lines)
    tiles = re.findall(r'<a class="tile" href="([^"]+)"', text)
    assert len(tiles) == 4
    assert all("#" in address for address in tiles)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_within_its_weight(rendered: Rendered, page: str) -> None:
    assert rendered.sizes[page] == len(rendered.read(page).encode()) <= WEIGHT[page]


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_has_words_and_numbers_beside_it(rendered: Rendered, page: str) -> None:
    text = rendered.read(page)
    for section in re.findall(r'<section class="card chart.*?</section>', text, re.S):
        assert re.search(r"<h[23]>[^<]+</h[23]>", section)
        if "<svg" in section:
            assert section.count('role="img" aria-label="') == 2
            assert re.search(r"<p>[^<]{20,}</p>", section)
            assert re.search(r"<details>.*<tbody><tr>", section, re.S)
        else:
            assert re.search(r'<div class="none">[^<]{10,}</div>', section)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("index.html", "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"),
        ("kpis.html", "&lt;script&gt;alert(1)&lt;"),
        ("risk.html", "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"),
        ("quality.html", "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"),
    ],
)
def test_hostile_text_is_shown_as_text(rendered: Rendered, page: str, shown: str) -> None:
    text = rendered.read(page)
    assert shown in text
    assert HOSTILE not in text
    assert not {"\u202e", "\x01"} & set(text)


@pytest.mark.parametrize("page", PAGES)
def test_no_person_is_named(rendered: Rendered, page: str) -> None:
    text = rendered.read(page)
    assert "Secret Name" not in text
    assert "@example.com" not in text


def test_the_same_figure_stands_on_every_page(rendered: Rendered) -> None:
    headline = re.search(r"<title>([\d.]+%) of orders came on time", rendered.read("index.html"))
    assert headline is not None
    assert f"{headline[1]} on time on Fri 20 Mar" in rendered.read("kpis.html")
    assert f"<b>{headline[1]}</b>" in rendered.read("../index.html")


def test_ranges_are_switched_by_radio_buttons(rendered: Rendered) -> None:
    elements = outline(rendered, "kpis.html").elements
    radios = [attrs for tag, attrs in elements if tag == "input"]
    assert [radio["id"] for radio in radios] == ["days-7", "days-30", "days-365"]
    assert [radio["id"] for radio in radios if "checked" in radio] == ["days-30"]
    for radio in radios:
        assert f"#{radio['id']}:checked~.ranges .range-" in rendered.read("kpis.html")


def test_the_drift_page_leads_to_the_report_of_evidently(rendered: Rendered) -> None:
    assert '<a href="evidently.html">' in rendered.read("drift.html")


def test_the_newest_brief_has_a_lasting_address(rendered: Rendered) -> None:
    assert f'url=../{DAY}/index.html"' in rendered.read("../latest/index.html")


def read_card(rendered: Rendered, place: int) -> str:
    """Return the risk page's card of the alerted order at a place, from 0."""
    page = rendered.read("risk.html")
    start = page.index(f"<h3>{rendered.made.scores[place]['order_id']}</h3>")
    return page[start : page.index("</article>", start)]


def test_reasons_of_an_order_add_up_to_its_score(rendered: Rendered) -> None:
    card = read_card(rendered, 0)
    numbers = re.compile(r"<tr( class=\"sum\")?><td>(.*?)</td><td>.*?</td><td>(.*?)</td></tr>")
    rows = [(bool(is_sum), name, float(text.replace("\u2212", "-")))
            for is_sum, name, text in numbers.findall(card)]  # fmt: skip
    sums = [(name, value) for is_sum, name, value in rows if is_sum]
    (first, base), *groups, (last, margin) = sums
    features = [value for is_sum, _, value in rows if not is_sum]
    assert (first, last) == ("Average order", "This order")
    assert len(features) == 10
    assert sum(features) == pytest.approx(sum(value for _, value in groups), abs=0.06)
    assert base + sum(features) == pytest.approx(margin, abs=0.06)
    assert margin == pytest.approx(rendered.made.scores[0]["margin"], abs=0.01)


def test_the_waterfall_leads_from_an_average_order_to_this_one(rendered: Rendered) -> None:
    card = read_card(rendered, 0)
    bars = re.findall(r'class="(at|up|down)" style="left:([\d.]+)%;width:([\d.]+)%"', card)
    risks = [int(text) for text in re.findall(r"<em>(\d+)%</em>", card)]
    assert len(bars) == len(risks) == 1 + 8
    assert f'<span class="chance">{risks[-1]}%</span>' in rendered.read("risk.html")
    at = float(bars[0][1])
    for push, left, width in bars[1:]:
        start, end = float(left), float(left) + float(width)
        assert at == pytest.approx(start if push == "up" else end, abs=0.2)
        at = end if push == "up" else start
    assert [push == "up" for push, _, _ in bars[1:]] == [
        later > earlier if later != earlier else push == "up"
        for (push, _, _), earlier, later in zip(bars[1:], risks, risks[1:], strict=False)
    ]


def test_what_would_change_an_order_stands_on_its_card(rendered: Rendered) -> None:
    assert "<li>If it were promised 2 days later, the model would see 21% instead" in read_card(
        rendered, 0
    )
    assert "<li>No such change found: whatever of this is done" in read_card(rendered, 2)
