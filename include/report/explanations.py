"""The SHAP page: what the model goes by, over tonight's explained orders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart, say_nothing
from include.report.explanation_charts import (
    draw_dependence,
    draw_groups,
    draw_importance,
    draw_swarm,
)
from include.report.explanation_rows import ContributionRow, ImportanceRow
from include.report.kind_charts import draw_kinds
from include.report.records import load_records
from include.report.sections import build_part
from include.report.sentences import phrase_feature
from include.report.summary import Brief

SWARMED = 8
DEPENDENCE = 4


@dataclass(frozen=True)
class ExplanationPage:
    """What shap.html shows."""

    brief: Brief
    importance: Chart
    groups: Chart
    swarm: Chart
    dependence: tuple[Chart, ...]


def load_explanations(connection: Connection, brief: Brief) -> ExplanationPage:
    """Read the SHAP page of the brief's day, in the caller's snapshot."""
    ranked = load_records(connection, "importance", ImportanceRow, brief.day)
    if not ranked:
        nothing = partial(
            say_nothing,
            reason=f"No order was explained tonight. {brief.model_sentence}"
            if brief.subjects.has_promises
            else brief.model_sentence,
        )
        return ExplanationPage(
            brief,
            nothing("What the model goes by"),
            nothing("By group of reasons"),
            nothing("Order by order"),
            (),
        )
    top = [row.feature for row in ranked[:SWARMED]]
    rows = load_records(connection, "contributions", ContributionRow, brief.day, features=top)
    by_feature: dict[str, list[ContributionRow]] = defaultdict(list)
    for row in rows:
        by_feature[row.feature].append(row)
    return ExplanationPage(
        brief=brief,
        importance=build_part("Importance", lambda: draw_importance(ranked)),
        groups=build_part("Importance by group", lambda: draw_groups(ranked)),
        swarm=build_part("Order by order", lambda: draw_swarm(top, by_feature)),
        dependence=tuple(
            build_part(phrase_feature(name), partial(_draw_one, name, by_feature[name]))
            for name in top[:DEPENDENCE]
        ),
    )


def _draw_one(feature: str, rows: Sequence[ContributionRow]) -> Chart:
    is_text = any(row.value_text is not None for row in rows)
    return draw_kinds(feature, rows) if is_text else draw_dependence(feature, rows)
