"""All that the KPI page is built from."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.brief_rows import StatedReasonRow
from include.report.kpi_rows import RANGES, DailyRow, PartRow
from include.report.records import load_records
from include.report.sections import build_part
from include.report.subjects import ALL_TOLD, Subjects


@dataclass(frozen=True)
class SellerName:
    """The name of a store; partners are persons and stay ids."""

    seller_id: str
    seller_name: str


@dataclass(frozen=True)
class KpiFindings:
    """All that the KPI page is built from; `stated` is keyed by the days of the range."""

    currency: str
    daily: tuple[DailyRow, ...]
    parts: tuple[PartRow, ...]
    stated: dict[int, tuple[StatedReasonRow, ...]]
    sellers: dict[str, str]
    subjects: Subjects = ALL_TOLD


def load_kpi_findings(
    connection: Connection, day: date, currency: str, timezone: str
) -> KpiFindings:
    """Read all that the KPI page of a day is built from."""
    ranges = list(RANGES)
    names = load_records(connection, "seller_names", SellerName, day)
    return KpiFindings(
        currency=currency,
        daily=load_records(connection, "daily", DailyRow, day),
        parts=build_part(
            "Parts of the business",
            lambda: load_records(
                connection, "parts", PartRow, day, timezone=timezone, ranges=ranges
            ),
        ),
        stated={
            days: build_part("Delay reasons", partial(_load_stated, connection, day, days))
            for days in RANGES
        },
        sellers={name.seller_id: name.seller_name for name in names},
    )


def _load_stated(connection: Connection, day: date, days: int) -> tuple[StatedReasonRow, ...]:
    first_day = day - timedelta(days=days - 1)
    return load_records(connection, "stated_reasons", StatedReasonRow, day, first_day=first_day)
