"""Text on the SHAP page: drawn by its values, as numbers are by theirs."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.explanation_rows import ContributionRow
from include.report.explanations import load_explanations
from include.report.kind_charts import draw_kinds
from include.report.summary import load_brief
from tests.report.conftest import DAY, HOSTILE
from tests.report.seed import Made


def test_text_is_drawn_by_its_frequent_values_and_the_unknown_left_out() -> None:
    parts = [("SP", -0.4), ("SP", -0.2), ("BA", 0.7), ("BA", 0.5), (None, 3.0)]
    rows = [ContributionRow("O1", "area", part, None, text) for text, part in parts]
    chart = draw_kinds("area", rows)
    assert chart.title == "Most risk from “area” where it is BA"
    assert "adds 0.60" in chart.takeaway
    assert "\u22120.30 where it is SP" in chart.takeaway
    assert [row[:2] for row in chart.table.rows] == [("BA", "2"), ("SP", "2")]


def test_text_of_one_value_says_so() -> None:
    assert not draw_kinds("area", [ContributionRow("O1", "area", 0.1, None, "SP")] * 3).is_drawn


def test_a_column_of_text_among_the_strongest_features_has_its_charts(
    seeded: tuple[Connection, Made],
) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("select feature from ml.delay_reasons where rank = 1 limit 1")
        (feature,) = cursor.fetchone() or ("",)
        cursor.execute(
            "update ml.delay_reasons set feature = 'area', contribution = 9 * contribution,"
            " value = %s where feature = %s",
            (HOSTILE, feature),
        )
        cursor.execute(
            "update ml.features_delay_open set area = (array[%s, 'BA', null])"
            "[1 + mod(abs(hashtext(order_id)), 3)]",
            (HOSTILE,),
        )
    page = load_explanations(connection, load_brief(connection, DAY))
    titles = [chart.title for chart in page.dependence]
    assert titles[0].startswith("Most risk from “area” where it is ")
    assert all(title.startswith("Most risk from “") for title in titles)
    assert page.swarm.is_drawn
