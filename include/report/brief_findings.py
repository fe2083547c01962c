"""All that the brief of a day is written from, read in one snapshot."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import load_spec
from include.ml.specs import ALERTING, SENTIMENT
from include.report import brief_rows as rows
from include.report.customer_rows import MoveRow, SegmentRow
from include.report.drift_rows import DriftRow
from include.report.forecast_rows import ForecastRow
from include.report.outcome_rows import OutcomeRow
from include.report.records import load_record, load_records
from include.report.review_rows import RatingRow, TopicRow
from include.report.scorecard_rows import NIGHTS, UnitRow
from include.report.sections import BrokenPart, build_part
from include.report.spend_finding import SpendFinding, load_spend_finding
from include.settings import load_settings
from include.sources.contract import load_contract

STATED_DAYS = 7


def load_findings(connection: Connection, day: date) -> rows.Findings:
    """Read all that the brief of a day is written from."""
    settings = load_settings()
    contract = load_contract(settings.source)
    return rows.Findings(
        day=day,
        source=settings.source,
        currency=contract.currency,
        timezone=ZoneInfo(contract.timezone),
        headline=load_record(connection, "headline", rows.Headline, day),
        work=load_record(connection, "work", rows.WorkRow, day),
        model=load_record(connection, "model", rows.ModelRow, day),
        areas=load_records(connection, "worst_areas", rows.AreaRow, day),
        stated=load_records(
            connection,
            "stated_reasons",
            rows.StatedReasonRow,
            day,
            first_day=day - timedelta(days=STATED_DAYS - 1),
        ),
        alerts=load_records(connection, "alert_reasons", rows.AlertReasonRow, day),
        urgent=load_records(connection, "urgent_order", rows.UrgentOrderRow, day),
        units=load_records(connection, "scorecards", UnitRow, day, nights=NIGHTS),
        late_amount=load_spec(ALERTING).money.late_amount,
        outcomes=load_records(connection, "alert_outcomes", OutcomeRow, day),
        drift=load_records(connection, "drift", DriftRow, day),
        spend=_load_spend(connection, day, contract.currency),
        segments=load_records(connection, "segments", SegmentRow, day),
        moves=load_records(connection, "segment_moves", MoveRow, day),
        topics=load_records(connection, "review_topics", TopicRow, day, model=SENTIMENT),
        ratings=load_records(connection, "falling_ratings", RatingRow, day),
        forecasts=load_records(connection, "forecasts", ForecastRow, day),
    )


def _load_spend(connection: Connection, day: date, currency: str) -> SpendFinding | None:
    """Judge marketing spend; null where that breaks: the section of the KPIs names the error."""
    found = build_part("Marketing", lambda: load_spend_finding(connection, day, currency))
    return None if isinstance(found, BrokenPart) else found
