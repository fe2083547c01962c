"""What the night's checks found without stopping it: rows without their parent, odd values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    NOTHING,
    clean_text,
    format_count,
    format_short_day,
)
from include.report.samples import show_value

ORPHANS = "_orphans"
SAMPLES = 3
TITLE = "Rows without their parent"


@dataclass(frozen=True)
class FindingRow:
    """What one warning check found on one night."""

    day: date
    check_name: str
    sentence: str
    rows_count: int
    sample: list[dict[str, str | None]]


@dataclass(frozen=True)
class FindingGroup:
    """The rows one check found, as shown: a sample is a value and the place it stands in."""

    sentence: str
    check_name: str
    rows_count: int
    change: str
    samples: tuple[tuple[str, str], ...]


def draw_orphans(findings: Sequence[FindingRow], day: date) -> Chart:
    """Draw how many rows waited for their parent on each of the last nights."""
    nights = _count_by_night([row for row in findings if row.check_name.endswith(ORPHANS)])
    if day not in nights:
        return say_nothing(TITLE, "They were not counted on this night.")
    totals = {night: sum(counts.values()) for night, counts in nights.items()}
    if not any(totals.values()):
        return say_nothing(TITLE, "None: every row that names another one found it.")
    names = sorted({name for counts in nights.values() for name in counts})
    table = Table(
        ("Night", *(_name_check(name) for name in names)),
        tuple(
            (
                format_short_day(night),
                *(format_count(nights[night].get(name)) for name in names),
            )
            for night in sorted(nights, reverse=True)
        ),
    )
    rows = [{"date": night.isoformat(), "value": totals[night]} for night in sorted(totals)]
    words = Chart(_say_orphans(totals[day]), _say_trend(totals, day), table)
    return draw_chart(
        words, rows, lambda width: forms.plot_trend(rows, width, "rows", "~s", None), wide=FULL
    )


def show_findings(
    findings: Sequence[FindingRow], day: date, *, are_orphans: bool
) -> tuple[FindingGroup, ...]:
    """Return what was found on a night, the most frequent first."""
    before = _count_by_night(findings)
    found = [
        row
        for row in findings
        if row.day == day and row.rows_count and row.check_name.endswith(ORPHANS) == are_orphans
    ]
    return tuple(
        FindingGroup(
            sentence=clean_text(row.sentence, 300),
            check_name=row.check_name,
            rows_count=row.rows_count,
            change=_say_change(row, before) if are_orphans else "",
            samples=tuple(_show_sample(sample) for sample in row.sample[:SAMPLES]),
        )
        for row in sorted(found, key=lambda row: (-row.rows_count, row.check_name))
    )


def _count_by_night(findings: Sequence[FindingRow]) -> dict[date, dict[str, int]]:
    nights: dict[date, dict[str, int]] = defaultdict(dict)
    for row in findings:
        nights[row.day][row.check_name] = row.rows_count
    return dict(nights)


def _name_check(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(ORPHANS).replace("_", " ")


def _say_orphans(count: int) -> str:
    if not count:
        return "No row waits for its parent"
    if count == 1:
        return "1 row waits for its parent"
    return f"{format_count(count)} rows wait for their parent"


def _say_trend(totals: Mapping[date, int], day: date) -> str:
    kept = "They are kept, flagged in gold.orphans, and healed when the parent arrives."
    earlier = [night for night in totals if night < day]
    if not earlier:
        return f"This is the first night that counts them. {kept}"
    change = totals[day] - totals[max(earlier)]
    said = (
        f"{format_count(abs(change))} {'more' if change > 0 else 'fewer'} than" if change else "As"
    )
    return f"{said} {'on' if change else 'many as on'} the night before. {kept}"


def _say_change(row: FindingRow, nights: Mapping[date, Mapping[str, int]]) -> str:
    earlier = [night for night in nights if night < row.day and row.check_name in nights[night]]
    if not earlier:
        return ""
    return f", {format_count(nights[max(earlier)][row.check_name])} the night before"


def _show_sample(sample: Mapping[str, str | None]) -> tuple[str, str]:
    """Return one value of a row that was found, and where it stands."""
    if "missing_id" in sample:
        place = (
            f"missing in {sample['missing_table']}, named by {show_value('id', sample['row_id'])}"
        )
        return show_value("missing_id", sample["missing_id"]), place
    column = next((name for name in sample if name.endswith("_id")), next(iter(sample), ""))
    return show_value(column, sample.get(column, NOTHING)), column
