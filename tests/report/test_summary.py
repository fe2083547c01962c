"""The brief's figures, recomputed from the orders, and its silence about the future."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import load_spec
from include.report.summary import load_brief
from include.report.templates import PAGES
from tests.report.conftest import DAY
from tests.report.seed import Made, seed_warehouse

Seeded = tuple[Connection, Made]


def settle(orders: list[dict[str, Any]], back: int) -> list[bool]:
    """Return for each settled order promised `back` days before the day whether it was late."""
    promised = [o for o in orders if o["promised_date"] == DAY - timedelta(days=back)]
    return [
        bool(o["is_late"] or o["is_overdue"])
        for o in promised
        if o["is_late"] is not None or o["is_overdue"]
    ]


def test_the_figures_of_the_day_equal_a_count_of_its_orders(seeded: Seeded) -> None:
    connection, made = seeded
    brief = load_brief(connection, DAY)
    today = settle(made.orders, 0)
    placed = [o for o in made.orders if o["ordered_date"] == DAY]
    assert brief.promised_orders_count == len(today)
    assert brief.late_orders_count == sum(today)
    assert brief.on_time_rate == pytest.approx(1 - sum(today) / len(today))
    assert brief.orders_count == len(placed)
    assert brief.revenue_amount == sum(Decimal(str(o["revenue_amount"])) for o in placed)


def test_the_usual_rate_is_that_of_the_28_days_before(seeded: Seeded) -> None:
    connection, made = seeded
    brief = load_brief(connection, DAY)
    before = [late for back in range(1, 29) for late in settle(made.orders, back)]
    assert brief.on_time_rate_usual == pytest.approx(1 - sum(before) / len(before))
    assert brief.usual_range is not None
    assert brief.usual_range[0] < brief.on_time_rate_usual < brief.usual_range[1]


def test_the_worst_areas_and_their_shares_equal_a_count(seeded: Seeded) -> None:
    connection, made = seeded
    late: dict[str, int] = {}
    for order in made.orders:
        if order["promised_date"] == DAY and (order["is_late"] or order["is_overdue"]):
            late[order["area"]] = late.get(order["area"], 0) + 1
    expected = sorted(late, key=lambda area: (-late[area], area))[:3]
    areas = load_brief(connection, DAY).worst_areas
    assert [area for area, _, _ in areas] == expected
    assert [share for _, _, share in areas] == [
        pytest.approx(late[area] / sum(late.values())) for area in expected
    ]


def test_risk_counts_equal_the_scores(seeded: Seeded) -> None:
    connection, made = seeded
    brief = load_brief(connection, DAY)
    assert brief.high_risk_count == sum(s["band"] == "high" for s in made.scores)
    assert brief.alerted_orders_count == sum(s["is_alerted"] for s in made.scores)
    assert brief.scored_orders_count == len(made.scores)
    assert brief.has_skill is True
    assert "version 1" in brief.model_sentence
    assert "worse on the same rows" in brief.model_sentence


def test_the_first_action_names_the_riskiest_order(seeded: Seeded) -> None:
    connection, made = seeded
    assert made.scores[0]["order_id"] in load_brief(connection, DAY).actions[0]


def test_top_reasons_give_numbers_for_the_model_and_for_stated_reasons(seeded: Seeded) -> None:
    connection, made = seeded
    week = DAY - timedelta(days=6)
    reasons = [
        o["delay_reason"]
        for o in made.orders
        if o["is_late"] and week <= o["promised_date"] <= DAY and o["delivered_date"] <= DAY
    ]
    counts = {reason: reasons.count(reason) for reason in set(reasons) - {""}}
    most = max(counts.values())
    sentences = load_brief(connection, DAY).top_reasons
    assert "of 12 alerted orders" in sentences[0]
    assert any(f"stated for {most} of {len(reasons)} late" in sentence for sentence in sentences)


def test_a_later_night_does_not_change_the_brief_of_an_older_day(seeded: Seeded) -> None:
    connection, _ = seeded
    before = load_brief(connection, DAY)
    delivered = datetime.combine(DAY + timedelta(days=1), datetime.min.time(), UTC)
    with connection.cursor() as cursor:
        # what the next night learns: overdue orders come in late, new days and scores exist
        cursor.execute(
            """
            update gold.fact_orders
            set delivered_at = %(at)s, delivered_date = %(next)s::date, is_delivered = true,
                is_late = true, is_overdue = false, delay_minutes = 4000, delay_reason = 'Strike'
            where is_overdue
            """,
            {"at": delivered + timedelta(hours=9), "next": DAY + timedelta(days=1)},
        )
        cursor.execute("update gold.daily_kpis set average_delay_minutes = 4000")
        cursor.execute(
            """
            insert into ml.delay_scores
            select day + 1, model, version, order_id, 1, 9, 'high', true, 100
            from ml.delay_scores
            """
        )
        cursor.execute(
            """
            insert into ml.model_versions (model, version, trained_for_day, decision, reason)
            values ('delay_open', 3, %s, 'no_skill', 'No skill.')
            """,
            (DAY + timedelta(days=1),),
        )
    assert load_brief(connection, DAY) == before


def test_without_scores_the_brief_says_so(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("truncate ml.delay_scores, ml.served_models, ml.delay_reasons")
    brief = load_brief(connection, DAY)
    assert brief.has_skill is None
    assert brief.model_sentence == "No order is ranked: no model scored this night."
    assert brief.high_risk_count == 0


def test_a_model_without_skill_is_told(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("truncate ml.delay_scores, ml.served_models, ml.delay_reasons")
        cursor.execute("update ml.model_versions set decision = 'no_skill', reason = 'AUC 0.5.'")
    brief = load_brief(connection, DAY)
    assert brief.has_skill is False
    assert "no skill" in brief.model_sentence
    assert "AUC 0.5." in brief.model_sentence


def test_a_night_with_too_little_to_train_on_says_how_little(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("truncate ml.delay_scores, ml.served_models, ml.delay_reasons")
        cursor.execute("truncate ml.model_versions cascade")
        cursor.execute(
            """
            insert into ops.steps (day, step, state, detail)
            values (
                %s, 'train_delay_open', 'done',
                '{"decision": "untrained", "reason": "Too few answers."}'
            )
            on conflict (day, step) do update set detail = excluded.detail
            """,
            (DAY,),
        )
    brief = load_brief(connection, DAY)
    assert brief.has_skill is None
    assert brief.model_sentence == "No order is ranked. Too few answers."


def test_an_empty_warehouse_gives_a_brief_that_says_so(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    brief = load_brief(connection, DAY)
    connection.close()
    assert brief.on_time_rate is None
    assert brief.worst_areas == brief.top_reasons == brief.actions == ()
    assert brief.headline.startswith("No order was promised")


def test_a_day_without_a_promise_tells_of_the_week(seeded: Seeded) -> None:
    connection, made = seeded
    with connection.cursor() as cursor:
        cursor.execute(
            "update gold.daily_kpis set on_time_rate = null, on_time_orders_count = 0,"
            " late_orders_count = 0 where date = %s",
            (DAY,),
        )
    week = [late for back in range(1, 7) for late in settle(made.orders, back)]
    rate = f"{100 * (1 - sum(week) / len(week)):.1f}%"
    brief = load_brief(connection, DAY)
    assert brief.headline == (
        f"No order was promised for this day; the last 7 days had {rate} on time."
    )


def test_actions_are_ranked_by_what_can_still_be_saved(seeded: Seeded) -> None:
    connection, _ = seeded
    actions = load_brief(connection, DAY).actions
    starts = ("Act on", "Tell the customers", "Talk to", "Ask ", "Have ")
    places = [
        next(place for place, start in enumerate(starts) if action.startswith(start))
        for action in actions
    ]
    assert len(places) >= 3
    assert all(first < second for first, second in pairwise(places))


def test_the_courier_that_is_late_beyond_its_volume_is_named_with_the_saving(
    seeded: Seeded,
) -> None:
    connection, made = seeded
    orders = [o for o in made.orders if o["partner_id"] == "P003"]
    late = [late for back in range(28) for late in settle(orders, back)]
    (action,) = [one for one in load_brief(connection, DAY).actions if one.startswith("Talk to")]
    assert action.startswith(
        f"Talk to partner P003: {sum(late)} of {len(late)} orders late in 28 nights"
    )
    saving = re.search(r", (\d+) more than .* save about €(\d+) a week\.$", action)
    assert saving is not None
    late_amount = load_spec("delay_open").money.late_amount
    assert float(saving[2]) == pytest.approx(int(saving[1]) * late_amount / 4, abs=late_amount / 8)


def test_every_sentence_of_the_brief_knows_the_page_of_its_numbers(seeded: Seeded) -> None:
    connection, _ = seeded
    brief = load_brief(connection, DAY)
    assert {one.page for one in (*brief.actions, *brief.top_reasons)} <= set(PAGES)
    pages = {action.split()[0]: action.page for action in brief.actions}
    assert pages["Act"] == "risk.html"
    assert pages["Talk"] == "scorecards.html"
    assert pages["Have"] == "quality.html"


def test_three_orders_do_not_make_an_unusual_day(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    seed_warehouse(connection, DAY, days=40, orders_a_day=3)
    with connection.cursor() as cursor:
        cursor.execute(
            "update gold.daily_kpis set on_time_orders_count = 2, late_orders_count = 1,"
            " on_time_rate = 0.667 where date = %s",
            (DAY,),
        )
    brief = load_brief(connection, DAY)
    connection.close()
    assert not brief.is_unusual
