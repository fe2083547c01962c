"""Publish a night: its folder, the archive, the retired pages of old nights, the object store."""

from collections.abc import Mapping

from include.report.archive import HEADLINE, HeadlineLine, save_archive, write_headline
from include.report.publish import save_folder
from include.report.retention import forget_heavy, list_old, mark_heavy, retire_pages
from include.report.upload import Store, upload_site
from include.settings import Settings


def publish_night(
    settings: Settings, line: HeadlineLine, pages: Mapping[str, str], store: Store | None
) -> dict[str, int]:
    """Publish the pages of a day, and on the store where there is one; return bytes by page.

    A night that is killed on the way is whole when it has run again.
    """
    site, day = settings.site, line.day
    mark_heavy(site, day)
    save_folder(site / str(day), {**pages, HEADLINE: write_headline(line)})
    sizes = {page: len(text.encode()) for page, text in pages.items()}
    sizes |= save_archive(site, day, settings.source)
    old = list_old(site, day, settings.pages_kept_days)
    for one in old:
        retire_pages(site, one, settings.pages_kept_days)
    if store:
        upload_site(site, [day], old, store)
    for one in old:
        forget_heavy(site, one)
    return sizes
