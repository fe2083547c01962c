"""From the risk of an average order to this one's, a group of reasons at a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from include.report.formats import clean_text, format_number, format_percent
from include.report.risk_rows import FeatureRow, GroupRow
from include.report.sentences import name_group, phrase_feature

BASE = "base"


@dataclass(frozen=True)
class Step:
    """One bar: it starts where the one before ended, on a scale of log-odds.

    `left` and `width` are per cent of the picture; `risk` is the risk after this step.
    """

    name: str
    sentence: str
    left: float
    width: float
    push: str
    risk: str


@dataclass(frozen=True)
class Line:
    """One row of the table behind the picture: a group's sum, or one of its features."""

    name: str
    value: str
    contribution: str
    is_sum: bool


@dataclass(frozen=True)
class Waterfall:
    """An order's reasons: the picture by group, and the features behind it."""

    steps: tuple[Step, ...]
    lines: tuple[Line, ...]


def draw_waterfall(
    groups: Sequence[GroupRow],
    features: Sequence[FeatureRow],
    *,
    most_groups: int,
    most_features: int,
) -> Waterfall:
    """Draw an order's reasons, the strongest group first; what is left over is added up."""
    base = sum(row.contribution for row in groups if row.feature_group == BASE)
    named = [row for row in groups if row.feature_group != BASE]
    shown = named[:most_groups] if len(named) > most_groups + 1 else named
    bars = [(name_group(row.feature_group), row.sentence, row.contribution) for row in shown]
    rest = sum(row.contribution for row in named[len(shown) :])
    if len(shown) < len(named):
        bars.append(("Others", "All other reasons together", rest))
    return Waterfall(_place(base, bars), _list_lines(base, named, features[:most_features]))


def _place(base: float, bars: Sequence[tuple[str, str, float]]) -> tuple[Step, ...]:
    ends = [base]
    for _, _, contribution in bars:
        ends.append(ends[-1] + contribution)
    low, span = min(ends), (max(ends) - min(ends)) or 1.0
    at = [100 * (end - low) / span for end in ends]
    start = Step("Start", "The risk of an average order", round(at[0], 1), 0.0, "at", _risk(base))
    steps = [
        Step(
            name,
            clean_text(sentence),
            round(min(before, after), 1),
            round(abs(after - before), 1),
            "up" if contribution > 0 else "down",
            _risk(end),
        )
        for (name, sentence, contribution), before, after, end in zip(
            bars, at, at[1:], ends[1:], strict=False
        )
    ]
    return (start, *steps)


def _list_lines(
    base: float, groups: Sequence[GroupRow], features: Sequence[FeatureRow]
) -> tuple[Line, ...]:
    """List each group's sum with its features below it."""
    lines = [Line("Average order", "", format_number(base), True)]
    for group in groups:
        name, total = name_group(group.feature_group), format_number(group.contribution)
        lines.append(Line(name, "", total, True))
        lines += [
            Line(
                phrase_feature(row.feature),
                clean_text(row.value, 40) or "not known",
                format_number(row.contribution),
                False,
            )
            for row in features
            if row.feature_group == group.feature_group
        ]
    margin = base + sum(group.contribution for group in groups)
    return (*lines, Line("This order", _risk(margin), format_number(margin), True))


def _risk(margin: float) -> str:
    return format_percent(1 / (1 + math.exp(-margin)), 0)
