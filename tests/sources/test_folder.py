"""A folder of CSV files as drops, for a source without a replay of its own."""

from datetime import date
from pathlib import Path

import pytest

from include.sources import replay
from include.sources.drop import ReplayError, list_drops

NIGHT, NEXT = date(2026, 3, 29), date(2026, 3, 30)


@pytest.fixture(autouse=True)
def _shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "load_contract", lambda source: None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def write(path: Path, text: str = "order_id\n1\n") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_plain_files_are_the_drop_of_the_first_night(tmp_path: Path, data: Path) -> None:
    write(data / "orders.csv")
    write(data / ".hidden.csv")
    replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NIGHT)
    assert list_drops(tmp_path / "landing") == [NIGHT]
    landed = tmp_path / "landing" / "2026-03-29"
    assert (landed / "orders.csv").read_text(encoding="utf-8") == "order_id\n1\n"
    assert not (landed / ".hidden.csv").exists()


def test_a_second_night_needs_files_of_its_own(tmp_path: Path, data: Path) -> None:
    write(data / "orders.csv")
    with pytest.raises(ReplayError, match=r"nothing for 2026-03-30: ask for DAY=2026-03-29"):
        replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NEXT)
    assert not (tmp_path / "landing").exists()


def test_folders_named_by_day_are_the_drops_of_their_days(tmp_path: Path, data: Path) -> None:
    for day in ("2026-03-01", "2026-03-29", "2026-03-30", "2026-03-31"):
        write(data / day / "orders.csv", day)
    (data / "notes").mkdir()
    replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NEXT)
    assert list_drops(tmp_path / "landing") == [date(2026, 3, 1), NIGHT, NEXT]


def test_a_drop_that_exists_is_left_alone(tmp_path: Path, data: Path) -> None:
    write(data / "2026-03-29" / "orders.csv")
    write(tmp_path / "landing" / ".keep")
    write(tmp_path / "landing" / "2026-03-29" / "orders.csv", "what came first")
    replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NIGHT)
    landed = tmp_path / "landing" / "2026-03-29" / "orders.csv"
    assert landed.read_text(encoding="utf-8") == "what came first"


def test_a_night_without_a_folder_is_named_before_anything_starts(
    tmp_path: Path, data: Path
) -> None:
    write(data / "2026-03-29" / "orders.csv")
    with pytest.raises(ReplayError, match=r"no folder 2026-03-30: .*2026-03-30/_CLOSED"):
        replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NEXT)
    write(data / "2026-03-30" / "_CLOSED", "")
    replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NEXT)
    assert (tmp_path / "landing" / "2026-03-30" / "_CLOSED").is_file()


def test_files_beside_folders_named_by_day_belong_to_no_day(tmp_path: Path, data: Path) -> None:
    write(data / "2026-03-29" / "orders.csv")
    write(data / "stores.csv")
    with pytest.raises(ReplayError, match=r"holds files \(stores\.csv\) and folders named by day"):
        replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NIGHT)


def test_an_empty_folder_holds_nothing_to_land(tmp_path: Path, data: Path) -> None:
    with pytest.raises(ReplayError, match="holds nothing to land"):
        replay.deliver_drops("shop", data, tmp_path / "landing", NIGHT, NIGHT)


def test_without_data_the_business_drops_its_files_by_itself(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match=r"setting DATA is not set.*drop of 2026-03-29 under"):
        replay.deliver_drops("shop", None, tmp_path / "landing", NIGHT, NIGHT)
    write(tmp_path / "landing" / ".keep")
    write(tmp_path / "landing" / "2026-03-29" / "orders.csv")
    replay.deliver_drops("shop", None, tmp_path / "landing", NIGHT, NIGHT)
