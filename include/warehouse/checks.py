"""Run the checks of a layer: each is a query that must return no rows."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json, execute_values

from include.instructions import make_command
from include.settings import load_settings
from include.warehouse.connect import SQL

HEADER = re.compile(r"^-- #(?P<severity>fail|warn): (?P<sentence>.+)$", re.MULTILINE)
SHOWN_ROWS = 5
LONGEST_VALUE = 80

log = logging.getLogger(__name__)


class CheckError(ValueError):
    """A check found rows that must not exist; the message shows them and says what to do."""


@dataclass(frozen=True)
class Check:
    """One file below `include/sql/checks`; `sentence` says what a row of it means."""

    name: str
    is_fatal: bool
    sentence: str
    query: str


@dataclass(frozen=True)
class Finding:
    """The rows that one check found."""

    check: Check
    rows_count: int
    sample: tuple[dict[str, str | None], ...]


def load_checks(layer: str) -> tuple[Check, ...]:
    """Read the checks of a layer in the order of their names."""
    folder = SQL / "checks" / layer
    return tuple(
        _parse_check(f"{layer}/{path.stem}", path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.sql"))
    )


def run_checks(
    connection: Connection,
    layer: str,
    day: date,
    parameters: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Run every check of a layer inside the caller's transaction; return rows found by warning.

    All checks run before the first failure is raised, so that one night tells everything.
    Raises `CheckError` when a failing check found a row.
    """
    bound = {"day": day, "since": day, **(parameters or {})}
    started = perf_counter()
    checks = load_checks(layer)
    findings = [found for check in checks if (found := _run_check(connection, check, bound))]
    save_findings(connection, layer, bound.get("as_of", day), checks, findings)
    for finding in findings:
        if not finding.check.is_fatal:
            log.warning("check %s", _describe(finding))
    failed = [_describe(finding) for finding in findings if finding.check.is_fatal]
    if failed:
        raise CheckError(_explain(failed, day))
    log.info(
        "%s checks of %s passed in %.0f ms", len(checks), layer, (perf_counter() - started) * 1000
    )
    return {finding.check.name: finding.rows_count for finding in findings}


def save_findings(
    connection: Connection,
    layer: str,
    day: date,
    checks: Sequence[Check],
    findings: Sequence[Finding],
) -> None:
    """Replace what the checks of a layer found for a day, in the caller's transaction.

    A check that found nothing is recorded too: so a trend has its zeros.
    """
    found = {finding.check.name: finding for finding in findings}
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from ops.check_findings where day = %s::date and starts_with(check_name, %s)",
            (day, f"{layer}/"),
        )
        execute_values(
            cursor,
            "insert into ops.check_findings"
            " (day, check_name, severity, sentence, rows_count, sample) values %s",
            [
                (
                    day,
                    check.name,
                    "fail" if check.is_fatal else "warn",
                    check.sentence,
                    found[check.name].rows_count if check.name in found else 0,
                    Json(found[check.name].sample if check.name in found else []),
                )
                for check in checks
            ],
        )


def _parse_check(name: str, text: str) -> Check:
    header = HEADER.search(text)
    if header is None:
        raise ValueError(
            f"include/sql/checks/{name}.sql has no header: write `-- #fail: ...` or "
            "`-- #warn: ...` and say what a row would mean"
        )
    return Check(name, header["severity"] == "fail", header["sentence"].strip(), text)


def _run_check(
    connection: Connection, check: Check, parameters: Mapping[str, Any]
) -> Finding | None:
    # counted by the server: a check may find millions of rows
    query = (
        f"select found.*, count(*) over () from (\n{check.query.rstrip().removesuffix(';')}\n"
        f") as found limit {SHOWN_ROWS}"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or ()][:-1]
        rows = cursor.fetchall()
    if not rows:
        return None
    sample = tuple(
        {
            name: None if value is None else str(value)[:LONGEST_VALUE]
            for name, value in zip(names, row[:-1], strict=True)
        }
        for row in rows
    )
    return Finding(check, rows[0][-1], sample)


def _describe(finding: Finding) -> str:
    rows = "".join(
        "\n    " + ", ".join(f"{name}={value}" for name, value in row.items())
        for row in finding.sample
    )
    return f"{finding.check.name}: {finding.check.sentence} ({finding.rows_count} rows){rows}"


def _explain(failed: list[str], day: date) -> str:
    listing = "\n".join(f"- {description}" for description in failed)
    source = load_settings().source
    return (
        f"{len(failed)} checks failed for {day}; nothing of it was published, the last published "
        f"day stands.\n{listing}\nWhat to do: read the named file below include/sql/checks. Mend "
        f"the load, then run `{make_command('retry', source, day)}`; or mend the rows in the day's "
        f"files, then run `{make_command('replay-quarantine', source, day)}`."
    )
