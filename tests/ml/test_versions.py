"""Who may serve a day."""

from datetime import date, timedelta
from typing import Any

from include.ml.versions import Version, list_servable

DAY = date(2026, 3, 10)


def make(version: int, decision: str, **metrics: Any) -> Version:
    return Version(version, None, DAY + timedelta(days=version), decision, "", metrics)


def numbers(versions: list[Version], aliased: int | None) -> list[int]:
    return [version.version for version in list_servable(versions, aliased)]


def test_the_alias_comes_first_then_the_newest_promoted() -> None:
    versions = [make(4, "promoted"), make(3, "refused"), make(2, "promoted"), make(1, "first")]
    assert numbers(versions, 4) == [4, 2, 1]
    assert numbers(versions, 2) == [2, 4, 1]  # rolled back


def test_an_alias_of_a_later_day_does_not_serve_an_earlier_one() -> None:
    assert numbers([make(2, "promoted"), make(1, "first")], 9) == [2, 1]


def test_a_champion_that_lost_its_skill_bars_all_before_it() -> None:
    lost = make(3, "no_skill", has_champion=False)
    assert numbers([lost, make(1, "first")], 1) == []
    assert numbers([make(4, "first"), lost, make(1, "first")], 4) == [4]


def test_a_challenger_without_skill_leaves_a_skilled_champion_alone() -> None:
    assert numbers([make(3, "no_skill", has_champion=True), make(1, "first")], 1) == [1]
