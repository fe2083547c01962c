"""The SHAP page's charts of text: what each value of it adds to the risk."""

from collections import defaultdict
from collections.abc import Sequence

from include.report.dot_forms import plot_kinds
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.explanation_rows import ContributionRow
from include.report.formats import clean_text, format_count, format_number
from include.report.part_charts import name_apart
from include.report.sentences import phrase_feature

SHOWN_KINDS = 10


def draw_kinds(feature: str, rows: Sequence[ContributionRow]) -> Chart:
    """Draw what each text of a feature adds, the most frequent ones."""
    name = phrase_feature(feature)
    by_text: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.value_text is not None:
            by_text[row.value_text].append(row.contribution)
    if len(by_text) < 2:
        return say_nothing(f"“{name}”", "It has one value, or none, in all explained orders.")
    means = {text: sum(parts) / len(parts) for text, parts in by_text.items()}
    frequent = sorted(by_text, key=lambda text: (-len(by_text[text]), text))[:SHOWN_KINDS]
    shown = sorted(frequent, key=lambda text: (-means[text], text))
    labels = dict(zip(shown, name_apart([clean_text(text, 24) for text in shown]), strict=True))
    points = [
        {"label": labels[text], "contribution": round(part, 3)}
        for text in shown
        for part in by_text[text]
    ]
    top, bottom = shown[0], shown[-1]
    return draw_chart(
        Chart(
            f"Most risk from “{name}” where it is {labels[top]}",
            f"It adds {format_number(means[top])} to the log-odds there on average, and"
            f" {format_number(means[bottom])} where it is {labels[bottom]}. The"
            f" {format_count(len(shown))} most frequent of {format_count(len(by_text))}.",
            Table(
                ("Value", "Orders", "Mean contribution"),
                tuple(
                    (labels[text], format_count(len(by_text[text])), format_number(means[text]))
                    for text in shown
                ),
            ),
        ),
        points,
        lambda width: plot_kinds(points, width, list(labels.values())),
    )
