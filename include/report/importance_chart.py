"""The chart of what a model's answers rest on."""

from collections.abc import Iterable, Mapping

from include.ml.spec import Feature
from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart
from include.report.formats import format_number


def draw_importance(
    features: Iterable[Feature], sizes: Mapping[str, float], subject: str, takeaway: str
) -> Chart:
    """Draw the mean size of each feature's part, the largest first, in the features' words.

    `subject` begins the title, which ends with the largest.
    """
    words = {feature.name: feature.words for feature in features}
    points = [
        {
            "label": words.get(name, name),
            "value": size,
            "note": format_number(size, 2),
            "is_marked": False,
        }
        for name, size in sizes.items()
    ]
    table = Table(
        ("What", "Mean part"),
        tuple((str(point["label"]), str(point["note"])) for point in points),
    )
    return draw_chart(
        Chart(f"{subject}: {points[0]['label']}", takeaway, table),
        points,
        lambda width: forms.plot_ranked(points, width, ".1f", None),
        wide=FULL,
    )
