"""Marketing on the page of key figures: whether revenue follows spend, and what channels claim."""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Table
from include.report.formats import (
    clean_text,
    format_count,
    format_money,
    format_number,
    format_percent,
)
from include.report.records import load_records
from include.report.spend_finding import ATTRIBUTION, SpendFinding, load_spend_finding

CHANNELS_SHOWN = 12
COLUMNS = (
    "Channel", "Spend", "Impressions", "Clicks", "Click rate", "Per click",
    "Conversions", "Conversion rate", "Attributed revenue", "Attributed ROAS",
)  # fmt: skip


@dataclass(frozen=True)
class ChannelRow:
    """One channel over 28 days; what it does not tell is null."""

    channel: str
    spend_amount: float
    impressions_count: float | None
    clicks_count: float | None
    conversions_count: float | None
    attributed_revenue_amount: float | None


@dataclass(frozen=True)
class ClaimsRow:
    """What was sold and what the channels claim over 28 days; sums are null without a date."""

    revenue_amount: float | None
    spend_amount: float | None
    attributed_revenue_amount: float | None
    stated_roas: float | None


@dataclass(frozen=True)
class Marketing:
    """The section; without spend the finding says so and the rest is empty."""

    finding: SpendFinding
    claims: str
    attribution: str
    channels: Table


def load_marketing(connection: Connection, day: date, currency: str) -> Marketing:
    """Read the section of a day."""
    (claims,) = load_records(connection, "claims", ClaimsRow, day)
    return Marketing(
        finding=load_spend_finding(connection, day, currency),
        claims=say_claims(claims, currency),
        attribution=ATTRIBUTION if claims.spend_amount else "",
        channels=tabulate_channels(load_records(connection, "channels", ChannelRow, day), currency),
    )


def say_claims(claims: ClaimsRow, currency: str) -> str:
    """Say our ROAS of the newest 28 days beside what the channels claim and the source states."""
    if not claims.spend_amount:
        return ""
    own = format_number(_divide(claims.revenue_amount, claims.spend_amount))
    told = [f"Each {format_money(1, currency)} spent in 28 days went with {own} of all revenue"]
    claimed = _divide(claims.attributed_revenue_amount, claims.spend_amount)
    if claimed is not None:
        told.append(f"the channels attribute {format_number(claimed)} to themselves")
    if claims.stated_roas is not None:
        told.append(f"the source states a ROAS of {format_number(claims.stated_roas)}")
    return "; ".join(told) + "."


def tabulate_channels(rows: tuple[ChannelRow, ...], currency: str) -> Table:
    """Return a row a channel, dearest first; the cheapest beyond twelve are left out."""
    return Table(COLUMNS, tuple(_write_channel(row, currency) for row in rows[:CHANNELS_SHOWN]))


def _write_channel(row: ChannelRow, currency: str) -> tuple[str, ...]:
    return (
        clean_text(row.channel) or "(no channel)",
        format_money(row.spend_amount, currency),
        format_count(row.impressions_count),
        format_count(row.clicks_count),
        format_percent(_divide(row.clicks_count, row.impressions_count), 2),
        format_money(_divide(row.spend_amount, row.clicks_count), currency, 2),
        format_count(row.conversions_count),
        format_percent(_divide(row.conversions_count, row.clicks_count)),
        format_money(row.attributed_revenue_amount, currency),
        format_number(_divide(row.attributed_revenue_amount, row.spend_amount)),
    )


def _divide(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None
