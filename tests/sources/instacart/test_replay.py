"""The replay of Instacart: each order on its derived day with its lines, and nothing lost."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from include.sources.drop import ReplayError
from include.sources.instacart.calendar import LAST_DAY
from include.sources.instacart.replay import write_drops

FIRST = date(2017, 4, 1)
Rows = list[dict[str, str]]


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sent(landing: Path, pattern: str) -> dict[str, Rows]:
    """Return the rows of each day's files, the days that have any."""
    return {
        folder.name: rows
        for folder in sorted(landing.iterdir())
        if (rows := [row for path in sorted(folder.glob(pattern)) for row in _read(path)])
    }


@pytest.fixture
def landing(tiny_dump: Path, tmp_path: Path) -> Path:
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST_DAY)
    return tmp_path / "landing"


def test_every_order_comes_once_with_a_time_on_its_day(landing: Path, tiny_dump: Path) -> None:
    sent = _sent(landing, "orders.csv")
    rows = [row for rows in sent.values() for row in rows]
    assert sorted(row["order_id"] for row in rows) == ["11", "12", "13", "14", "21", "22", "23"]
    for day, rows in sent.items():
        for row in rows:
            known = max(row["ordered_at"][:10], "2017-03-31")
            assert known == day
            assert row["ordered_at"][11:] == f"{int(row['order_hour_of_day']):02d}:00:00"
            weekday = date.fromisoformat(row["ordered_at"][:10]).isoweekday() % 7
            assert weekday == int(row["order_dow"])


def test_lines_come_with_their_order_and_a_line_without_one_with_the_history(
    landing: Path,
) -> None:
    days = {
        row["order_id"]: day for day, rows in _sent(landing, "orders.csv").items() for row in rows
    }
    lines = _sent(landing, "order_products__*.csv")
    for day, rows in lines.items():
        for row in rows:
            assert days.get(row["order_id"], "2017-03-31") == day
    assert sum(len(rows) for rows in lines.values()) == 9


def test_the_product_files_come_once_byte_by_byte(landing: Path, tiny_dump: Path) -> None:
    for name in ("products.csv", "aisles.csv", "departments.csv"):
        (path,) = landing.rglob(name)
        assert path.parent.name == "2017-03-31"
        assert path.read_bytes() == (tiny_dump / name).read_bytes()


def test_a_quiet_day_sends_the_required_files_with_a_header_only(landing: Path) -> None:
    busy = _sent(landing, "orders.csv")
    quiet = next(path for path in sorted(landing.iterdir()) if path.name not in busy)
    assert (quiet / "orders.csv").read_text("utf-8").endswith("days_since_prior_order,ordered_at\n")
    assert len((quiet / "order_products__train.csv").read_text("utf-8").splitlines()) == 1


def test_nothing_after_the_last_night_is_sent(tiny_dump: Path, tmp_path: Path) -> None:
    write_drops(tiny_dump, tmp_path / "landing", FIRST, FIRST)
    assert sorted(path.name for path in (tmp_path / "landing").iterdir()) == [
        "2017-03-31",
        "2017-04-01",
    ]
    stamps = [
        row["ordered_at"]
        for rows in _sent(tmp_path / "landing", "orders.csv").values()
        for row in rows
    ]
    assert max(stamps) < "2017-04-02"


def test_a_later_call_continues_as_one_call_would(
    landing: Path, tiny_dump: Path, tmp_path: Path
) -> None:
    early = tmp_path / "early"
    write_drops(tiny_dump, early, FIRST, date(2017, 4, 20))
    write_drops(tiny_dump, early, FIRST, LAST_DAY)
    for path in landing.rglob("*.csv"):
        assert (early / path.relative_to(landing)).read_bytes() == path.read_bytes()


def test_rows_that_cannot_be_read_go_on_as_they_stand(tiny_dump: Path, tmp_path: Path) -> None:
    with (tiny_dump / "orders.csv").open("a", encoding="utf-8") as file:
        file.write("31,3,prior,one,1,09,\r\n41,4\n51,5,prior,1,1,noon,\n")
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST_DAY)
    history = (tmp_path / "landing" / "2017-03-31" / "orders.csv").read_text("utf-8")
    assert "31,3,prior,one,1,09,,\n" in history
    assert "41,4\n" in history
    sent = _sent(tmp_path / "landing", "orders.csv")
    (strange,) = [row for rows in sent.values() for row in rows if row["order_id"] == "51"]
    assert strange["ordered_at"] == ""


@pytest.mark.parametrize("name", ["orders.csv", "order_products__prior.csv", "aisles.csv"])
def test_a_missing_file_is_named_and_leaves_nothing(
    tiny_dump: Path, tmp_path: Path, name: str
) -> None:
    for path in tiny_dump.glob(name.replace("prior", "*")):
        path.unlink()
    with pytest.raises(ReplayError, match="is missing in folder"):
        write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST_DAY)
    assert not (tmp_path / "landing").exists()


def test_data_that_is_not_given_or_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="setting DATA is not set"):
        write_drops(None, tmp_path / "landing", FIRST, FIRST)
    with pytest.raises(ReplayError, match="there is no such folder"):
        write_drops(tmp_path / "nowhere", tmp_path / "landing", FIRST, FIRST)


@pytest.mark.data
def test_the_public_files_replay_without_loss_and_true_to_their_gaps(
    public_data: Callable[[str], Path], tmp_path: Path
) -> None:
    dump, landing = public_data("instacart"), tmp_path / "landing"
    write_drops(dump, landing, FIRST, LAST_DAY)
    whole = {row["order_id"]: row for row in _read(dump / "orders.csv")}
    sent = [row for rows in _sent(landing, "orders.csv").values() for row in rows]
    assert len(sent) == len(whole)
    days: dict[str, list[tuple[int, date]]] = {}
    for row in sent:
        stamp = row.pop("ordered_at")
        assert row == whole[row["order_id"]]
        day = date.fromisoformat(stamp[:10])
        assert day.isoweekday() % 7 == int(row["order_dow"])
        days.setdefault(row["user_id"], []).append((int(row["order_number"]), day))
    for row in sent:
        user, number = sorted(days[row["user_id"]]), int(row["order_number"])
        if number > 1:
            gap = (user[number - 1][1] - user[number - 2][1]).days
            stated = int(float(row["days_since_prior_order"]))
            assert gap == stated or (stated == 30 and 30 <= gap <= 36)
    lines = _sent(landing, "order_products__prior.csv")
    read = _read(dump / "order_products__prior.csv")
    assert Counter(map(str, read)) == Counter(str(row) for rows in lines.values() for row in rows)
    shutil.rmtree(landing)
