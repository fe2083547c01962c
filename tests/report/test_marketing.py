"""The marketing section: a recount of what was written, and what a page shows of it."""

from datetime import timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.kpis import load_kpis
from include.report.marketing import load_marketing
from include.report.spend_finding import ATTRIBUTION
from include.report.summary import load_brief
from include.report.templates import render_page
from tests.report.conftest import DAY
from tests.report.seed import Made, insert

Seeded = tuple[Connection, Made]


def spend_row(back: int, channel: str, **told: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("spend_amount", "impressions_count", "clicks_count", "conversions_count",
         "attributed_revenue_amount")
    )  # fmt: skip
    key = {"date": DAY - timedelta(days=back), "channel": channel, "campaign_id": f"c{back}"}
    return key | {"audience": ""} | empty | told


def test_channels_of_28_days_are_added_up(seeded: Seeded) -> None:
    connection, _ = seeded
    told = {"impressions_count": 100, "clicks_count": 10, "conversions_count": 2}
    insert(
        connection,
        "gold.marketing_performance",
        [
            spend_row(0, "app", spend_amount=30, attributed_revenue_amount=80, **told),
            spend_row(27, "app", spend_amount=10, attributed_revenue_amount=20, **told),
            spend_row(28, "app", spend_amount=500, **told),
            spend_row(-1, "app", spend_amount=500, **told),
            spend_row(3, "<b>poster", spend_amount=90),
            spend_row(3, "free", spend_amount=0),
        ],
    )
    rows = load_marketing(connection, DAY, "EUR").channels.rows
    nothing = "\u2013"
    assert rows == (
        ("<b>poster", "€90", *[nothing] * 8),
        ("app", "€40", "200", "20", "10.00%", "€2.00", "4", "20.0%", "€100", "2.50"),
    )


def test_claims_stand_beside_our_own_revenue(seeded: Seeded) -> None:
    connection, made = seeded
    with connection.cursor() as cursor:
        cursor.execute("update gold.daily_kpis set attributed_revenue_amount = 2 * spend_amount")
        cursor.execute("update gold.daily_kpis set stated_roas = 9")
    newest = [row for row in made.kpis if DAY - timedelta(days=27) <= row["date"] <= DAY]
    spend = float(sum(row["spend_amount"] for row in newest))
    own = float(sum(row["revenue_amount"] for row in newest)) / spend
    assert load_marketing(connection, DAY, "EUR").claims == (
        f"Each €1 spent in 28 days went with {own:,.2f} of all revenue; the channels attribute 2.00"
        " to themselves; the source states a ROAS of 9.00."
    )


def test_the_page_says_what_attribution_cannot_tell(seeded: Seeded) -> None:
    connection, _ = seeded
    insert(connection, "gold.marketing_performance", [spend_row(1, "<b>poster", spend_amount=90)])
    brief = load_brief(connection, DAY)
    page = load_kpis(connection, brief, "Europe/Berlin")
    assert page.marketing is not None
    values = {"day": DAY, "source": "demo", "timezone": "UTC"}
    html = render_page("kpis.html", **values, **vars(page))
    assert page.marketing.finding.title in html
    assert page.marketing.finding.sentences[0] in html
    assert ATTRIBUTION in html
    assert "&lt;b&gt;poster" in html


def test_a_source_without_marketing_says_so_once(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("update gold.daily_kpis set spend_amount = 0, roas = null")
    marketing = load_marketing(connection, DAY, "EUR")
    assert marketing.finding.sentences == ("This source tells no marketing spend.",)
    assert (marketing.claims, marketing.attribution, marketing.channels.rows) == ("", "", ())
