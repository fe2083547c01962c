"""Make the pictures of the README: `python -m bench.pictures [folder]`, or `make pictures`.

Lives through three nights of the simulated business without Airflow, renders and mails the last
one, and photographs its pages and mails with Debian's chromium as a phone of 360 px and a desktop
of 1440 px show them. Exits 1 when the pictures are too heavy for a repository.
"""

import argparse
import email
import email.policy
import io
import os
import sys
import tempfile
from base64 import b64encode
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.drift_demo import TRAINED_EVERY, run_night
from include.mail.alert import queue_alerts
from include.mail.digest import queue_digest
from include.mail.outbox import send_queued
from include.report.render import render_day
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.demo.simulate import write_drops
from include.warehouse.migrate import migrate_warehouse

CHROMIUM = "/usr/bin/chromium"
FIRST_NIGHT = date(2026, 4, 30)
NIGHTS = 3
PAGES = {"brief": "index.html", "kpis": "kpis.html", "risk": "risk.html"}
MAILS = ("digest", "alert")
# name: width, height, device pixels a pixel
SCREENS = {"phone": (360, 720, 2), "desktop": (1440, 900, 1)}
MAIL_WIDTH = 700
COLOURS = 256
HEAVIEST_KB, HEAVIEST_SET_KB = 150, 1500


def live_through(last: date) -> None:
    """Run every night from the first to the last, with its alert, its pages and its digest."""
    settings = load_settings()
    migrate_warehouse(settings.warehouse_url)
    write_drops(None, settings.landing, FIRST_NIGHT, last)
    for number in range(NIGHTS):
        day = FIRST_NIGHT + timedelta(days=number)
        run_night(day, is_trained=number % TRAINED_EVERY == 0)
        queue_alerts(day)
        render_day(day)
        queue_digest(day)
    send_queued(None)


def write_mails(folder: Path, day: date) -> dict[str, Path]:
    """Write the HTML of each kind of the night's mails, its pictures inside it."""
    pages = {}
    for kind in MAILS:
        path = next(load_settings().mail_folder.glob(f"{day}-{kind}-*.eml"))
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        pages[kind] = folder / f"{kind}.html"
        pages[kind].write_text(read_html(mail), encoding="utf-8")
    return pages


def read_html(mail: EmailMessage) -> str:
    """Return the HTML part with each `cid:` picture as data."""
    body = mail.get_body(("html",))
    assert body is not None
    text = str(body.get_content())
    for part in mail.walk():
        if part.get_content_maintype() == "image":
            data = b64encode(part.get_payload(decode=True)).decode()
            cid = part["Content-ID"].strip("<>")
            text = text.replace(f"cid:{cid}", f"data:image/png;base64,{data}")
    return text


def photograph(browser: Browser, page: Path, screen: str, width: int) -> bytes:
    """Return the first screen of a page as a PNG of few colours."""
    _, height, scale = SCREENS[screen]
    opened = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        java_script_enabled=False,
    )
    opened.goto(page.resolve().as_uri())
    picture = Image.open(io.BytesIO(opened.screenshot())).convert("RGB")
    opened.close()
    small = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    """Make the pictures, print their weights, and say whether they are light enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT / "docs" / "pictures")
    parser.add_argument("--site", type=Path, help="where the nights' pages are left")
    options = parser.parse_args()
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    last = FIRST_NIGHT + timedelta(days=NIGHTS - 1)
    with (
        tempfile.TemporaryDirectory() as work,
        run_temporary_cluster() as url,
        sync_playwright() as playwright,
    ):
        os.environ |= {
            "NIGHTSHIFT_SOURCE": "demo",
            "NIGHTSHIFT_STATE": work,
            "NIGHTSHIFT_SITE": str(options.site or Path(work, "site")),
            "NIGHTSHIFT_WAREHOUSE_URL": create_database(url, "pictures"),
            "NIGHTSHIFT_READER_URL": url("pictures"),
            "NIGHTSHIFT_MLFLOW_URL": f"sqlite:///{work}/mlflow.db",
            "NIGHTSHIFT_FIRST_NIGHT": FIRST_NIGHT.isoformat(),
        }
        load_settings.cache_clear()
        live_through(last)
        shown = {name: load_settings().site / str(last) / page for name, page in PAGES.items()}
        shown |= write_mails(Path(work), last)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        weights = {}
        for name, page in shown.items():
            for screen, (width, *_) in SCREENS.items():
                is_wide_mail = name in MAILS and screen == "desktop"
                picture = photograph(browser, page, screen, MAIL_WIDTH if is_wide_mail else width)
                (folder / f"{name}-{screen}.png").write_bytes(picture)
                weights[f"{name}-{screen}.png"] = len(picture) / 1000
        browser.close()
    for file, weight in weights.items():
        print(f"{file:20} {weight:5.0f} KB")
    return int(max(weights.values()) > HEAVIEST_KB or sum(weights.values()) > HEAVIEST_SET_KB)


if __name__ == "__main__":
    sys.exit(main())
