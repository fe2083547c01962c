"""Write the numbers of docs/model.md: what specs declare, and what `bench.delay_olist` measured.

They stand between markers (`<!-- begin name -->`, `<!-- end name -->`). Measured figures are the
bench's own lines, kept in docs/figures/delay_olist.jsonl.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import NIGHTLY
from include.ml.terms import DaysTrees
from include.settings import PROJECT

PAGE = PROJECT / "docs" / "model.md"
FIGURES = PROJECT / "docs" / "figures" / "delay_olist.jsonl"
MARK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
RANKINGS = {
    "auc": "AUC",
    "average_precision": "average precision",
    "top_100": "late among each night's 100 riskiest",
    "caught": "late orders among a night's 100 riskiest at least three days ahead",
}
CALIBRATIONS = {"brier": "Brier score", "expected_calibration_error": "expected calibration error"}

Figures = dict[str, Any]


def read_figures(path: Path = FIGURES) -> Figures:
    """Return what the bench printed, by name; of a name that comes twice, the last."""
    figures: Figures = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        figures |= json.loads(line)
    return figures


def write_page(text: str, figures: Figures) -> str:
    """Return the page with every block between markers written anew."""
    blocks: dict[str, Callable[[], str]] = {
        "specs": lambda: _tabulate(("", *NIGHTLY), _describe(list(map(load_spec, NIGHTLY)))),
        "olist": lambda: "\n".join(_compare(figures, name) for name in NIGHTLY),
        "weeks": lambda: "\n".join(_list_weeks(figures, name) for name in NIGHTLY),
        "areas": lambda: "\n".join(_list_areas(figures, name) for name in NIGHTLY),
    }
    return MARK.sub(lambda found: f"{found[1]}{blocks[found[2]]()}{found[3]}", text)


def _days_of(spec: ModelSpec) -> DaysTrees:
    assert spec.days is not None, f"{spec.name} has a promise"
    return spec.days


def _describe(specs: Sequence[ModelSpec]) -> list[Sequence[object]]:
    """Return what specs declare, a row a term, a column a spec."""
    terms: dict[str, Callable[[ModelSpec], object]] = {
        "columns": lambda spec: len(spec.features),
        "of them text": lambda spec: len(spec.category_names),
        "of them held to a sign": lambda spec: sum(bool(one.monotone) for one in spec.features),
        "feature version": lambda spec: spec.feature_version,
        "trees of the outcome": lambda spec: f"{spec.least_rounds} to {spec.most_rounds}",
        "their depth, learning rate": lambda spec: _join(spec.params),
        "trees of the days": lambda spec: _days_of(spec).rounds,
        "their depth, rate": lambda spec: _join({**spec.params, **_days_of(spec).params}),
        "part of the days in the blend": lambda spec: f"{_days_of(spec).weight:.0%}",
        "training rows, at most": lambda spec: f"{spec.most_training_rows:,}",
        "nights of history, at most": lambda spec: spec.history_nights,
    }
    return [(words, *map(tell, specs)) for words, tell in terms.items()]


def _compare(figures: Figures, name: str) -> str:
    """Write a model beside its rival, as the bench measured them."""
    about = figures[name]
    rival = next(key for key in figures[f"{name}_auc"] if key not in {"model", "lead"})
    ranked = [
        (title, told["model"], told[rival], told["lead"])
        for key, title in RANKINGS.items()
        if (told := figures.get(f"{name}_{key}"))
    ]
    calibrated = [
        (title, *(figures[f"{name}_calibration_of_{who}"][key] for who in ("model", rival)), "")
        for key, title in CALIBRATIONS.items()
    ]
    bare = figures[f"{name}_calibration_of_uncalibrated"]
    return (
        f"**`{name}`**: {about['rows']:,} rows of {about['orders']:,} orders, {about['late']:.1%}"
        " of the rows late.\n\n"
        + _tabulate(("", name, rival.replace("_", " "), "lead"), [*ranked, *calibrated])
        + "\nThe trees of the outcome alone, neither blended nor calibrated: calibration error"
        f" {bare['expected_calibration_error']}, Brier score {bare['brier']}.\n"
    )


def _list_weeks(figures: Figures, name: str) -> str:
    """Write what was observed beside what was expected, by week."""
    weeks = figures[f"{name}_weeks"]
    observed, expected = weeks["is_positive"], weeks["model"]
    rows = [(week, f"{observed[week]:.1%}", f"{expected[week]:.1%}") for week in observed]
    return _tabulate((f"`{name}`, week of 2018", "late", "expected"), rows)


def _list_areas(figures: Figures, name: str) -> str:
    """Write the figures of each area, the largest first."""
    rows = [
        (area, f"{one['rows']:,}", one["auc"], f"{one['late']:.1%}", f"{one['expected']:.1%}")
        for area, one in figures[f"{name}_areas"].items()
    ]
    return _tabulate((f"`{name}`, customers in", "rows", "AUC", "late", "expected"), rows)


def _join(params: dict[str, float | int | str]) -> str:
    return f"{params['max_depth']}, {params['eta']}"


def _tabulate(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def main() -> None:
    """Write docs/model.md anew."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(write_page(text, read_figures()), encoding="utf-8")


if __name__ == "__main__":
    main()
