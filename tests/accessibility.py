"""What axe-core finds on a page, for the tests of pages and of mails."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
BAD = {"serious", "critical"}


def find_violations(page: Page) -> list[str]:
    """Return axe's serious and critical findings, a line an element.

    axe is a script: the page's context must allow scripts and bypass its Content-Security-Policy.
    """
    found = AXE.run(page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in found
        if violation["impact"] in BAD
        for node in violation["nodes"]
    ]
