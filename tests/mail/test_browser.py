"""The mails as a phone and a desktop show them: nothing is fetched, nothing is cut off."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Request, sync_playwright

from include.mail.alert import compose_alert
from include.mail.digest import compose_digest
from include.mail.message import Picture
from include.mail.render import render_html
from include.mail.risky_orders import RiskyOrder
from tests.accessibility import find_violations
from tests.mail.seed import CLOSED_AT, DAY
from tests.mail.test_digest import BRIEF
from tests.mail.test_render import FAILURE

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
    pytest.mark.usefixtures("settings_env"),
]
LONG = "00a6fc3d9c3d9c3d9c3d9c3d9c3d9b1f"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def write_mail(name: str) -> str:
    if name == "digest":
        return compose_digest(BRIEF, "m@example.com", Picture("trend", b"\x89PNG"), None).html
    if name == "failure":
        return render_html("failure.html.j2", {**FAILURE, "error": ["x" * 400, "y z " * 90]})
    orders = [
        RiskyOrder(
            order_id=f"{number}{LONG}",
            version=3,
            probability=0.9,
            band="high",
            expected_saving_amount=Decimal("3.5"),
            promised_at=CLOSED_AT + timedelta(hours=number),
            area="North",
            city="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            is_handed_over=False,
            seller=LONG * 2,
            partner=None,
            reasons=("y" * 160, "The promise is 1.0 days away."),
            way_out="If it were promised 2 days later, the model would see 21% instead of 62%.",
        )
        for number in range(30)
    ]
    return compose_alert(DAY, "m@example.com", orders).html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
@pytest.mark.parametrize("name", ["alert", "digest", "failure"])
def test_a_mail_fits_its_screen_reads_well_and_fetches_nothing(
    browser: Browser, name: str, width: int, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    page.on("request", note)
    page.set_content(write_mail(name))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in requests if not url.startswith(("cid:", "about:", "data:"))] == []
    displays = page.evaluate(
        "[...document.querySelectorAll('td')].map(cell => getComputedStyle(cell).display)"
    )
    assert set(displays) == {"table-cell"}, "a cell that is none leaves its column"
    dim = page.evaluate(DIM_TEXT)
    found = find_violations(page)
    page.close()
    assert dim == []
    assert found == []


# Every text whose contrast with its sheet is below 4.5 to 1 (WCAG AA).
DIM_TEXT = """() => {
  const light = (colour) => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const sheet = light(getComputedStyle(document.querySelector('.sheet')).backgroundColor);
  return [...document.querySelectorAll('.sheet *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3
      && node.textContent.trim()))
    .filter((element) => {
      const ink = light(getComputedStyle(element).color);
      return (Math.max(ink, sheet) + 0.05) / (Math.min(ink, sheet) + 0.05) < 4.5;
    })
    .map((element) => element.outerHTML.slice(0, 120));
}"""
