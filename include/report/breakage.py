"""What people are told of the sections of a report that could not be rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.instructions import make_command
from include.report.formats import format_count, format_plural
from include.report.links import Linked
from include.report.records import load_records
from include.report.sections import BrokenSection
from include.report.templates import PAGES

TOLD = 5  # by name; the pages have them all


@dataclass(frozen=True)
class Breakage:
    """How many sections broke, a line for each that differs, and what to do."""

    headline: str
    lines: tuple[Linked, ...]
    advice: str


def load_breakage(connection: Connection, day: date, source: str) -> Breakage | None:
    """Read what broke when the report of the day was rendered last."""
    broken = load_records(connection, "broken_sections", BrokenSection, day)
    return say_breakage(broken, day, source)


def say_breakage(broken: Sequence[BrokenSection], day: date, source: str) -> Breakage | None:
    """Say which sections broke; one that broke in several places alike is one line."""
    if not broken:
        return None
    addresses: dict[str, str] = {}
    for one in broken:
        text = _say(one)
        addresses[text] = max(addresses.get(text, ""), one.address, key=len)  # one with its section
    lines = [Linked(text, address) for text, address in addresses.items()]
    if len(lines) > TOLD:
        rest = format_count(len(lines) - TOLD)
        lines[TOLD:] = [Linked(f"And {rest} more; each page names its own.", "")]
    return Breakage(
        headline=f"{format_plural(len(broken), 'section')} of the report could not be rendered",
        lines=tuple(lines),
        advice=(
            "All other figures are whole. Have the engineer on call read the log of the task"
            " render_report of the DAG report: it says where each broke. When that is mended,"
            f" {make_command('rerun', source, day)} renders the report again."
        ),
    )


def _say(one: BrokenSection) -> str:
    page = PAGES[one.page]
    place = page if one.name == page else f"{page}, {one.name}"
    return f"{place}: {one.error}"
