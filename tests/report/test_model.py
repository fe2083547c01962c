"""What the pages say of the model: the audit for leaks, simpler methods, pins, and no skill."""

from datetime import timedelta

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import load_spec
from include.ml.specs import NIGHTLY
from include.report.benchmarks import NONE_YET, load_benchmarks
from include.report.brief_rows import ModelRow
from include.report.formats import NOTHING
from include.report.leaks import COLUMNS, ModelAudit, load_leaks
from include.report.model_facts import describe_model
from include.report.records import load_record
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made

Seeded = tuple[Connection, Made]


def run(connection: Connection, statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def audit(connection: Connection, name: str = "delay_open") -> ModelAudit:
    page = load_leaks(connection, load_brief(connection, DAY))
    return next(one for one in page.audits if one.name == name)


def read_model(connection: Connection) -> ModelRow:
    return load_record(connection, "model", ModelRow, DAY)


def test_every_feature_has_its_source_event_and_its_figure(seeded: Seeded) -> None:
    found = audit(seeded[0])
    features = load_spec("delay_open").features
    assert found.features.columns == COLUMNS
    assert len(found.features.rows) == len(features)
    rows = {row[0]: row for row in found.features.rows}
    slack = next(one for one in features if one.name == "expected_slack_days")
    assert rows[slack.words][2:] == (
        "0.262",
        slack.origin.event,
        slack.origin.known,
        ", ".join(slack.origin.tables),
    )
    assert rows["weight of the order"][2] == NOTHING


def test_the_strongest_feature_counts_in_either_direction(seeded: Seeded) -> None:
    found = audit(seeded[0])
    assert found.chart.title == "No feature tells the outcome: the strongest has AUC 0.738"
    assert "Beyond 0.95 (dashed)" in found.chart.takeaway
    assert [row[1] for row in found.chart.table.rows] == ["0.262", "0.310", "0.655", "0.612"]
    assert "Version 2, trained for Fri 20 Mar." in found.sentence
    assert "AUC 0.505 on the newest nights (0.455 to 0.555; only 0.5 is honest)" in found.sentence


def test_without_figures_the_page_says_why(seeded: Seeded) -> None:
    connection, _ = seeded
    run(connection, "update ml.model_versions set metrics = metrics - 'leak_audit'")
    assert "too few orders of one outcome" in audit(connection).sentence
    assert not audit(connection).chart.is_drawn
    assert "No model has been trained yet" in audit(connection, "delay_at_order").sentence


def test_a_later_training_is_not_read(seeded: Seeded) -> None:
    connection, _ = seeded
    run(
        connection,
        "insert into ml.model_versions (model, version, trained_for_day, decision, reason)"
        " values ('delay_open', 9, %s, 'promoted', 'x')",
        DAY + timedelta(days=1),
    )
    assert "Version 2" in audit(connection).sentence


def test_the_page_shows_every_model(rendered: Rendered) -> None:
    page = rendered.read("leaks.html")
    for name in NIGHTLY:
        assert f"<h2>{name}</h2>" in page
    assert '<a href="leaks.html">' in rendered.read("risk.html")
    assert '<a href="leaks.html">' in rendered.read("shap.html")


def test_the_model_stands_beside_simpler_methods(seeded: Seeded) -> None:
    found = load_benchmarks(seeded[0], DAY)
    assert found.sentence == (
        "Version 1, trained for Sun 15 Mar, has AUC 0.781; the best of 2 simpler methods on the"
        " same rows, random forest, has 0.755 (a lead of 0.026, 0.016 to 0.036). Tested on 4,100"
        " orders; intervals are 95%, by order."
    )
    assert found.table.columns == ("", "This model", "Random forest", "Logistic regression")
    assert found.table.rows[1] == (
        "Our lead in AUC",
        NOTHING,
        "0.026 (0.016 to 0.036)",
        "0.080 (0.070 to 0.090)",
    )
    assert found.table.rows[-1] == (
        "Late among each night's 40 riskiest", "58.1%", "55.5%", "50.1%",
    )  # fmt: skip


def test_before_the_first_comparison_the_page_says_so(seeded: Seeded) -> None:
    found = load_benchmarks(seeded[0], DAY - timedelta(days=6))
    assert (found.sentence, found.table.rows) == (NONE_YET, ())


@pytest.mark.parametrize(
    ("from_day", "to_day", "is_pinned"),
    [(-2, None, True), (0, None, True), (-3, 1, True), (1, None, False), (-3, 0, False)],
)
def test_a_pin_is_told_on_the_nights_on_which_it_is_in_force(
    seeded: Seeded, from_day: int, to_day: int | None, is_pinned: bool
) -> None:
    connection, _ = seeded
    end = None if to_day is None else DAY + timedelta(days=to_day)
    run(
        connection,
        "insert into ml.model_pins (model, from_day, to_day, version, pinned_by, unpinned_at)"
        " values ('delay_open', %s, %s, 1, 'ada', case when %s::date is not null then now() end)",
        DAY + timedelta(days=from_day),
        end,
        end,
    )
    lines = dict(describe_model(read_model(connection)))
    assert ("Pin" in lines) == is_pinned
    said = "Version 1 is pinned, since "
    assert (said in load_brief(connection, DAY).model_sentence) == is_pinned


def test_where_the_model_has_no_skill_every_page_says_that_nothing_is_ranked(
    seeded: Seeded,
) -> None:
    connection, _ = seeded
    run(connection, "truncate ml.delay_scores, ml.served_models, ml.delay_reasons")
    reason = "No skill: AUC 0.501 (0.462 to 0.540), the lower bound must reach 0.55."
    run(connection, "update ml.model_versions set decision = 'no_skill', reason = %s", reason)
    brief = load_brief(connection, DAY)
    assert brief.model_sentence == (
        f"No order is ranked: the model has no skill on this business's newest orders. {reason}"
    )
    assert not [action for action in brief.actions if action.startswith("Act on")]
    lines = dict(describe_model(read_model(connection)))
    assert lines["Decision of the gate"] == f"no skill: {reason}"
    assert "Version that scored the night" not in lines
