"""Who may serve a day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from include.ml.versions import Version, list_champions, list_earlier, list_servable

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


def test_a_version_that_was_rolled_back_from_serves_only_where_somebody_points_to_it() -> None:
    withdrawn = replace(make(4, "promoted"), is_withdrawn=True)
    versions = [withdrawn, make(2, "promoted"), make(1, "first")]
    assert numbers(versions, 2) == [2, 1]
    assert numbers(versions, 4) == [4, 2, 1]


def test_a_pinned_version_serves_before_all_others_and_the_gate_does_not_see_it() -> None:
    pinned = replace(make(2, "promoted"), is_pinned=True)
    versions = [make(4, "promoted"), make(3, "promoted"), pinned, make(1, "first")]
    assert numbers(versions, 4) == [2, 4, 3, 1]
    assert [version.version for version in list_champions(versions, 4)] == [4, 3, 2, 1]
    lost = make(5, "no_skill", has_champion=False)
    assert numbers([lost, *versions], 4) == [2]


def test_one_promoted_version_a_week_is_remembered_for_so_many_weeks() -> None:
    decisions = {9: "refused", 1: "first"}
    versions = [make(day, decisions.get(day, "promoted")) for day in range(22, 0, -1)]
    day = DAY + timedelta(days=23)
    earlier = list_earlier(versions, champion=22, day=day, weeks=8)
    assert [version.version for version in earlier] == [17, 10, 3, 1]
    assert [one.version for one in list_earlier(versions, 22, day, weeks=2)] == [17, 10]
