"""Publish days of the site on an object store, where no folder can be renamed.

A day's pages go, all of them, under a name of their own (`<day>.<version>/`); then the pages of
`<day>/`, which do nothing but lead there, are written one by one. Whoever comes by an old one stays
among the old pages, which are kept until the next publication; nobody sees half a night.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tenacity import Retrying, before_sleep_log, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from include.report.archive import MONTHS, hold_lock, write_pointer
from include.sources.drop import read_day

log = logging.getLogger(__name__)

VERSIONS = "versions.json"
FIRST_PAGE = "index.html"
SHARED = (FIRST_PAGE, "latest/index.html")
# What will be the same a minute later: the task's failure tells it at once.
LASTING = (FileNotFoundError, PermissionError, NotImplementedError, TypeError, ValueError)

RETRY = Retrying(
    retry=retry_if_exception(lambda e: isinstance(e, Exception) and not isinstance(e, LASTING)),
    stop=stop_after_attempt(5),
    wait=wait_exponential_jitter(initial=1, max=30),
    before_sleep=before_sleep_log(log, logging.WARNING),
    reraise=True,
)


@dataclass(frozen=True)
class Store:
    """A folder on a file system that fsspec knows: `fs`, and the path in it."""

    fs: Any
    root: str
    is_local: bool = False

    def put(self, source: Path, name: str) -> None:
        """Write one file, whole or not at all; its name tells the store its content type."""
        if self.is_local:
            RETRY(_copy, source, Path(self.root, name))
        else:
            RETRY(self.fs.put_file, str(source), f"{self.root}/{name}")

    def put_text(self, text: str, name: str) -> None:
        """Write a small file."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, Path(name).name)
            source.write_text(text, encoding="utf-8")
            self.put(source, name)

    def read(self, name: str) -> bytes | None:
        """Return a file, or None where there is none."""
        try:
            return bytes(RETRY(self.fs.cat_file, f"{self.root}/{name}"))
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file or a folder; it may be gone already."""
        try:
            RETRY(self.fs.rm, f"{self.root}/{name}", recursive=True)
        except FileNotFoundError:
            log.info("%s was gone already", name)


def _copy(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    shutil.copyfile(source, partial)
    partial.replace(path)


@dataclass(frozen=True)
class Versions:
    """What a store holds of a day: the version that its pages lead to, all others, the pages."""

    shown: str = ""
    known: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def upload_site(site: Path, days: Iterable[date], retired: Iterable[date], store: Store) -> None:
    """Publish some days and those whose pages were retired, then the pages that all days share.

    A store that holds nothing yet gets the whole site.
    """
    retired = set(retired)
    chosen = {*days, *retired}
    if store.read(FIRST_PAGE) is None:
        chosen |= {day for path in site.glob("*-*-*") if (day := read_day(path.name))}
    for day in sorted(chosen):
        upload_day(site, day, store, keeps_previous=day not in retired)
    with hold_lock(site):
        for name in [*sorted({f"{MONTHS}/{day:%Y-%m}.html" for day in chosen}), *SHARED]:
            store.put(site / name, name)


def upload_day(site: Path, day: date, store: Store, *, keeps_previous: bool = True) -> None:
    """Publish one day; the version is named after what its pages hold, so a re-run changes nothing.

    The version shown before stays for those who are reading it, unless its pages were retired.
    """
    pages = sorted((site / str(day)).glob("*.html"))
    names = tuple(page.name for page in pages)
    version = _hash(pages)
    found = store.read(f"{day}/{VERSIONS}")
    before = Versions(**json.loads(found)) if found else Versions()
    # what a kill leaves behind is known, so the next publication removes it
    known = {*before.known, version}
    _note(store, day, Versions(before.shown, tuple(known), tuple({*before.pages, *names})))
    for page in pages:
        store.put(page, f"{day}.{version}/{page.name}")
    for name in names:
        store.put_text(write_pointer(f"../{day}.{version}/{name}", day), f"{day}/{name}")
    kept = {version}
    if keeps_previous:
        kept = known if version == before.shown else {version, before.shown} & known
    for old in sorted(known - kept):
        store.remove(f"{day}.{old}")
    for name in sorted(set(before.pages) - set(names)):
        store.remove(f"{day}/{name}")
    _note(store, day, Versions(version, tuple(kept), names))
    log.info("%s: %d pages published as version %s", day, len(pages), version)


def _note(store: Store, day: date, versions: Versions) -> None:
    store.put_text(json.dumps(asdict(versions)), f"{day}/{VERSIONS}")


def _hash(pages: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for page in pages:
        digest.update(f"{page.name}\0{page.stat().st_size}\0".encode())
        digest.update(page.read_bytes())
    return digest.hexdigest()[:12]
