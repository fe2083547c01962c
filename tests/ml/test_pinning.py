"""Who serves, as people decide it: pinned, unpinned, rolled back, and what is refused."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from include.ml import registry
from include.ml.errors import ServingError
from include.ml.features import save_features
from include.ml.manifest import MANIFEST
from include.ml.pinning import change_model
from include.ml.scoring import score_day
from include.ml.servable import list_models
from include.ml.spec import ModelSpec
from include.ml.training import train_model

NIGHTS = [date(2026, 3, 10) + timedelta(days=number) for number in range(3)]

Fetch = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def add_version(fetch: Fetch) -> Callable[..., int]:
    """Return a function that registers version 1's files once more, for another day."""

    def add(day: date, decision: str = "promoted") -> int:
        folder, sha256 = registry.find_folder("delay_open", 1)
        tags = {"manifest_sha256": sha256}
        version = registry.register_version("delay_open", folder, {}, {}, tags).version
        fetch(
            "insert into ml.model_versions (model, version, trained_for_day, decision, reason)"
            " values ('delay_open', %s, %s, %s, 'Said so.')",
            version, day, decision,
        )  # fmt: skip
        if decision == "promoted":
            fetch("update ml.model_versions set alias = null where alias = 'champion'")
            fetch("update ml.model_versions set alias = 'champion' where version = %s", version)
            registry.move_alias("delay_open", "champion", version)
        return version

    return add


@pytest.fixture
def versions(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    add_version: Callable[..., int],
) -> None:
    """Serve the first night with version 1; versions 2 and 3 are promoted, 4 is refused."""
    use_spec(quick_spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=3))
    for night in NIGHTS:
        save_features("delay_open", night)
    train_model("delay_open", NIGHTS[0])
    score_day("delay_open", NIGHTS[0])
    add_version(NIGHTS[0] - timedelta(days=1))
    add_version(NIGHTS[1])
    add_version(NIGHTS[2], "refused")


def pins(fetch: Fetch) -> list[tuple[Any, ...]]:
    return fetch(
        "select version, from_day, to_day, pinned_by, unpinned_by from ml.model_pins"
        " order by pinned_at"
    )


@pytest.mark.usefixtures("versions")
def test_a_pinned_version_serves_from_the_next_night_on_until_it_is_unpinned(fetch: Fetch) -> None:
    said = change_model("delay_open", "pin", 1, "ada")
    assert said.startswith("delay_open: version 1 is pinned by ada and serves the nights from")
    assert score_day("delay_open", NIGHTS[1])["version"] == 1
    assert registry.find_alias("delay_open", "pinned") == 1
    assert registry.find_alias("delay_open", "champion") == 3
    change_model("delay_open", "unpin", None, "bob")
    assert score_day("delay_open", NIGHTS[2])["version"] == 3
    assert registry.find_alias("delay_open", "pinned") is None
    assert pins(fetch) == [(1, NIGHTS[1], NIGHTS[2], "ada", "bob")]


@pytest.mark.usefixtures("versions")
def test_a_night_that_was_served_keeps_its_version() -> None:
    change_model("delay_open", "pin", 2, "ada")
    assert score_day("delay_open", NIGHTS[0])["version"] == 1
    assert score_day("delay_open", NIGHTS[1])["version"] == 2


@pytest.mark.usefixtures("versions")
def test_a_night_from_before_the_pin_that_was_left_out_has_its_champion() -> None:
    score_day("delay_open", NIGHTS[2])
    change_model("delay_open", "pin", 1, "ada")
    assert score_day("delay_open", NIGHTS[1])["version"] == 3


@pytest.mark.usefixtures("versions")
def test_a_pinned_version_never_serves_a_night_before_its_day() -> None:
    change_model("delay_open", "pin", 3, "ada")  # trained for the second night
    assert score_day("delay_open", NIGHTS[0] - timedelta(days=1))["version"] == 2


@pytest.mark.usefixtures("versions")
def test_pinning_another_version_ends_the_first_pin(fetch: Fetch) -> None:
    change_model("delay_open", "pin", 1, "ada")
    change_model("delay_open", "pin", 2, "bob")
    assert score_day("delay_open", NIGHTS[1])["version"] == 2
    assert pins(fetch) == [
        (1, NIGHTS[1], NIGHTS[1], "ada", "bob"),
        (2, NIGHTS[1], None, "bob", None),
    ]


@pytest.mark.usefixtures("versions")
def test_training_goes_on_beside_a_pin_and_says_so(fetch: Fetch) -> None:
    change_model("delay_open", "pin", 2, "ada")
    fetch("delete from ml.model_versions where version in (3, 4)")
    outcome = train_model("delay_open", NIGHTS[1])
    assert outcome["reason"].endswith("Pinned: version 2 serves until it is unpinned.")
    assert "version 2 on the same rows" not in outcome["reason"], "it met the pinned one"
    assert score_day("delay_open", NIGHTS[1])["version"] == 2


@pytest.mark.usefixtures("versions")
def test_a_rollback_makes_the_version_before_the_champion_the_champion(fetch: Fetch) -> None:
    said = change_model("delay_open", "rollback", None, "ada")
    assert "rolled back by ada from version 3 to version 1 of 2026-03-10" in said
    assert registry.find_alias("delay_open", "champion") == 1
    assert fetch("select version, alias from ml.model_versions where alias is not null") == [
        (1, "champion")
    ]
    withdrawn = "select version, withdrawn_by from ml.model_versions where withdrawn_at is not null"
    assert fetch(withdrawn) == [(3, "ada")]
    assert score_day("delay_open", NIGHTS[1])["version"] == 1
    assert "to version 2" in change_model("delay_open", "rollback", None, "ada")
    with pytest.raises(ServingError, match="version 2 of delay_open is the oldest that may serve"):
        change_model("delay_open", "rollback", None, "ada")


@pytest.mark.usefixtures("versions")
def test_training_a_withdrawn_day_again_does_not_bring_its_version_back() -> None:
    change_model("delay_open", "rollback", None, "ada")
    assert train_model("delay_open", NIGHTS[1])["version"] == 3
    assert registry.find_alias("delay_open", "champion") == 1


@pytest.mark.usefixtures("versions")
def test_a_rollback_beside_a_pin_would_change_nothing_and_is_refused() -> None:
    change_model("delay_open", "pin", 3, "ada")
    with pytest.raises(ServingError, match="version 3 is pinned and serves whoever is champion"):
        change_model("delay_open", "rollback", None, "ada")


@pytest.mark.usefixtures("versions")
def test_what_cannot_serve_is_refused_and_the_error_names_what_can(fetch: Fetch) -> None:
    able = r"These can serve: 3 \(of 2026-03-11\), 1 \(of 2026-03-10\), 2 \(of 2026-03-09\)\."
    with pytest.raises(ServingError, match=f"delay_open has no version 9. {able}"):
        change_model("delay_open", "pin", 9, "ada")
    with pytest.raises(ServingError, match=f"version 4 .* may not serve. Said so. {able}"):
        change_model("delay_open", "pin", 4, "ada")
    with pytest.raises(ServingError, match="has no pinned version"):
        change_model("delay_open", "unpin", None, "ada")
    with pytest.raises(ServingError, match="'promote' is unknown: it is one of pin, unpin"):
        change_model("delay_open", "promote", 1, "ada")
    assert pins(fetch) == []


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize("action", ["pin", "rollback"])
def test_an_altered_version_is_refused_and_nothing_changes(fetch: Fetch, action: str) -> None:
    path = registry.find_folder("delay_open", 1)[0] / MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ServingError, match=r"sha256 differs.* These can serve: 3 .*, 2 "):
        change_model("delay_open", action, 1, "ada")
    assert pins(fetch) == []
    assert registry.find_alias("delay_open", "champion") == 3


@pytest.mark.usefixtures("versions")
def test_a_pinned_version_altered_later_gives_way_to_the_champion() -> None:
    change_model("delay_open", "pin", 1, "ada")
    path = registry.find_folder("delay_open", 1)[0] / MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    outcome = score_day("delay_open", NIGHTS[1])
    assert outcome["version"] == 3
    assert outcome["refused"][0].startswith("version 1 is refused")


@pytest.mark.usefixtures("versions")
def test_a_champion_whose_files_are_lost_gives_way_to_the_version_before_it() -> None:
    shutil.rmtree(registry.find_folder("delay_open", 3)[0])
    outcome = score_day("delay_open", NIGHTS[1])
    assert outcome["version"] == 1
    assert "MLflow does not hold the files of version 3" in outcome["refused"][0]
    with pytest.raises(ServingError, match=r"the files of version 3 .* These can serve: 1 .*, 2 "):
        change_model("delay_open", "pin", 3, "ada")


@pytest.mark.usefixtures("versions")
def test_the_list_shows_aliases_and_where_the_warehouse_differs() -> None:
    change_model("delay_open", "pin", 2, "ada")
    told = {one.version.version: one.describe_alias() for one in list_models("delay_open")}
    assert told == {4: "", 3: "champion", 1: "", 2: "pinned"}
    registry.move_alias("delay_open", "champion", 1)  # by hand, in MLflow
    told = {one.version.version: one.describe_alias() for one in list_models("delay_open")}
    assert told[1] == "champion (in the warehouse: none)"
    assert told[3] == "(in the warehouse: champion)"
