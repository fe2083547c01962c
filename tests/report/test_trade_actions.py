"""Marketing and segments enter the brief when they ask for a decision, and else not."""

from dataclasses import replace

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.customer_rows import MoveRow, SegmentRow
from include.report.spend_finding import SpendFinding
from include.report.summary import load_brief
from include.report.trade_actions import list_segment_actions, list_spend_actions
from tests.report.conftest import DAY
from tests.report.seed import Made
from tests.report.segments_seed import insert_segments

Seeded = tuple[Connection, Made]
QUIET = SegmentRow("once_quiet_high", "One order, quiet, high value", "Write.", 130, 5e3, 9, 1, 100)
FLOW = (MoveRow("once_recent_high", "once_quiet_high", 50), MoveRow("once_quiet_high", "gone", 20))


def judge(verdict: str) -> SpendFinding:
    return SpendFinding(verdict, ("It rose.", "It comes back.", "Over a year."), 90, None, None)


def test_spend_is_told_only_where_revenue_did_not_go_with_it() -> None:
    assert list_spend_actions(judge("flat")) == (
        "Take back the extra marketing spend, or say what it was for. It rose. It comes back.",
    )
    assert list_spend_actions(judge("missed"))[0].startswith("Reconsider the cut")
    assert list_spend_actions(judge("not_missed"))[0].startswith("Leave marketing spend")
    for verdict in ("no_spend", "too_few_days", "steady", "too_early", "followed", "unclear"):
        assert list_spend_actions(judge(verdict)) == ()
    assert list_spend_actions(None) == ()


def test_a_segment_at_risk_that_grew_is_told_with_its_action() -> None:
    assert list_segment_actions((QUIET,), FLOW) == (
        "Turn to “One order, quiet, high value”: 130 customers, 30% more than 28 days ago"
        " (50 came, 20 left). Write.",
    )


def test_growth_that_is_small_or_chance_or_elsewhere_is_not_told() -> None:
    assert list_segment_actions((), ()) == ()
    assert list_segment_actions((replace(QUIET, customers_count=109),), FLOW) == ()
    busy = (replace(FLOW[0], customers_count=530), replace(FLOW[1], customers_count=500))
    assert list_segment_actions((QUIET,), busy) == ()
    few = replace(QUIET, customers_count=60, customers_before_count=19)
    assert list_segment_actions((few,), FLOW) == ()
    recent = replace(QUIET, segment="once_recent_high")
    assert list_segment_actions((recent,), ()) == ()


def test_the_segment_with_most_revenue_is_the_one_that_is_told() -> None:
    richer = replace(QUIET, segment="once_quiet_2", title="Richer", revenue_amount=9e3)
    unpriced = replace(QUIET, segment="once_quiet_3", title="No price", revenue_amount=None)
    (told,) = list_segment_actions((QUIET, unpriced, richer), ())
    assert "“Richer”" in told


def test_the_brief_tells_both_and_leads_to_their_sections(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_segments(connection, DAY)
    before = load_brief(connection, DAY).actions
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into gold.daily_kpis
            select kpis.*
            from gold.daily_kpis as earliest
            cross join generate_series(1, 30) as back (days)
            cross join lateral jsonb_populate_record(
                null::gold.daily_kpis,
                to_jsonb(earliest) || jsonb_build_object('date', earliest.date - back.days)
            ) as kpis
            where earliest.date = (select min(date) from gold.daily_kpis)
            """
        )
        cursor.execute(
            """
            update gold.daily_kpis
            set
                revenue_amount = 1000 + 7 * extract(dow from date),
                spend_amount = case when date > %(day)s::date - 28 then 150 else 100 end
            """,
            {"day": DAY},
        )
        cursor.execute(
            "update ml.segments set customers_count = 190 where segment = 'once_quiet_high'"
        )
        cursor.execute(
            """
            insert into ml.segment_moves (day, segment_before, segment, customers_count)
            values (%(day)s, 'once_quiet_high', 'once_quiet_high', 150)
            """,
            {"day": DAY},
        )
    actions = load_brief(connection, DAY).actions
    places = {action.address: action for action in actions if action not in before}
    assert set(places) == {"kpis.html#marketing", "customers.html#segments"}
    spend, turn = places["kpis.html#marketing"], places["customers.html#segments"]
    assert "Spend rose by 50% in 28 days against the 28 before, revenue did not follow" in spend
    assert turn.startswith("Turn to “One order, quiet, high value”: 190 customers, 27% more")
