"""The pages in a real browser: no request, no error, no sideways scrolling, in both schemes."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from include.report.retention import retire_pages
from include.report.templates import PAGES
from tests.accessibility import find_violations
from tests.report.conftest import DAY, Rendered

CHROMIUM = Path("/usr/bin/chromium")
EVERY_PAGE = (*PAGES, "../index.html", f"../archive/{DAY:%Y-%m}.html")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.is_file():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def open_page(
    browser: Browser, width: int, look: str, *, is_scripted: bool = False
) -> tuple[Page, list[str]]:
    """Open a page without JavaScript or network; what goes wrong is added to the list."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if look == "dark" else "light",
        java_script_enabled=is_scripted,
        bypass_csp=is_scripted,
        offline=True,
    )
    page, wrong = context.new_page(), []
    if look == "print":
        page.emulate_media(media="print")
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    return page, wrong


@pytest.mark.parametrize("look", ["light", "dark", "print"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_page_renders_alone_and_fits(
    browser: Browser, rendered: Rendered, width: int, look: str
) -> None:
    page, wrong = open_page(browser, width, look)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    addresses = [(rendered.folder / name).resolve().as_uri() for name in EVERY_PAGE]
    for address in addresses:
        page.goto(address)
        document = page.locator("html")
        wide = document.evaluate("element => element.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide"
        assert page.locator("main h1").is_visible()
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert wrong == []
    assert requests == addresses
    page.context.close()


@pytest.mark.parametrize(("width", "look"), [(360, "light"), (1440, "dark")])
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_axe_has_no_serious_finding(
    browser: Browser, rendered: Rendered, name: str, width: int, look: str
) -> None:
    """axe needs scripts and a way past the page's policy; the page itself gets neither."""
    page, _ = open_page(browser, width, look, is_scripted=True)
    page.goto((rendered.folder / name).resolve().as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    found = find_violations(page)
    page.context.close()
    assert found == []


def test_a_retired_page_says_so_and_leads_on(
    browser: Browser, rendered: Rendered, tmp_path: Path
) -> None:
    site = shutil.copytree(rendered.site, tmp_path / "site")
    retire_pages(site, DAY, 90)
    page, wrong = open_page(browser, 360, "dark", is_scripted=True)
    page.goto((site / str(DAY) / "risk.html").as_uri())
    assert "This page was retired" in page.locator("h1").inner_text()
    assert find_violations(page) == []
    page.locator("a", has_text="The brief of that day").click()
    assert page.locator(".verdict").is_visible()
    page.context.close()
    assert wrong == []


def test_axe_would_tell(browser: Browser) -> None:
    page, _ = open_page(browser, 360, "light", is_scripted=True)
    page.set_content("<p style='color:#bbb;background:#fff'>dim<button></button>")
    found = " ".join(find_violations(page))
    page.context.close()
    assert {"html-has-lang", "color-contrast", "button-name"} <= set(re.findall(r"[a-z-]+", found))


def test_a_range_is_chosen_without_script(browser: Browser, rendered: Rendered) -> None:
    page, _ = open_page(browser, 360, "light")
    page.goto((rendered.folder / "kpis.html").resolve().as_uri())
    assert page.locator(".range-30").is_visible()
    assert not page.locator(".range-7").is_visible()
    page.locator("label[for=days-7]").click()
    assert page.locator(".range-7").is_visible()
    assert not page.locator(".range-30").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.locator(".range-30").is_visible()
    page.context.close()


def test_the_numbers_behind_a_chart_unfold_without_script(
    browser: Browser, rendered: Rendered
) -> None:
    page, _ = open_page(browser, 360, "dark")
    page.goto((rendered.folder / "index.html").resolve().as_uri())
    table = page.locator("details table").first
    assert not table.is_visible()
    page.locator("details summary").first.click()
    assert table.is_visible()
    page.context.close()


def test_the_schemes_differ_in_page_and_picture(browser: Browser, rendered: Rendered) -> None:
    address = (rendered.folder / "index.html").resolve().as_uri()
    seen = {}
    for scheme in ("light", "dark"):
        page, _ = open_page(browser, 1440, scheme)
        page.goto(address)
        label = page.locator(".chart .wide svg text").first
        seen[scheme] = (
            page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor"),
            label.evaluate("element => getComputedStyle(element).fill"),
        )
        page.context.close()
    assert seen["light"][0] != seen["dark"][0]
    assert seen["light"][1] != seen["dark"][1]


def test_the_lasting_address_leads_to_the_newest_brief(
    browser: Browser, rendered: Rendered
) -> None:
    page, _ = open_page(browser, 360, "light")
    page.goto((rendered.site / "latest" / "index.html").resolve().as_uri())
    page.wait_for_url(f"**/{rendered.made.day}/index.html")
    page.context.close()
