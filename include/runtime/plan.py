"""Which nights `make run` replays: those asked for, less those that are published already."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from include.runtime.state import State
from include.settings import SettingError
from include.sources.contract import SOURCES

DEMO_NIGHTS = 3
ONE_DAY = timedelta(days=1)
NIGHT_HOUR = time(4)  # as in the cron of `ingest`


@dataclass(frozen=True)
class Request:
    """What the user asked for: `FROM`, `DAY` and `DATA`, each of which may be left out."""

    first_night: date | None
    last_night: date | None
    data: Path | None


@dataclass(frozen=True)
class Plan:
    """The nights to replay, and from what; history lies on the day before the first night."""

    first_night: date
    last_night: date
    data: Path | None

    def nights_after(self, published: date | None) -> list[date]:
        """Return the nights that follow the newest published day, oldest first."""
        start = (
            self.first_night if published is None else max(self.first_night, published + ONE_DAY)
        )
        return [start + ONE_DAY * offset for offset in range((self.last_night - start).days + 1)]


def parse_day(name: str, text: str | None) -> date | None:
    """Read a day as the user wrote it; the error names the setting."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError("another way to write a day")
        return day
    except ValueError as error:
        raise SettingError(f"setting {name} is {text!r}: it takes a day as YYYY-MM-DD") from error


def parse_request(first_night: str | None, last_night: str | None, data: str | None) -> Request:
    """Read what the user wrote after `make run`."""
    folder = Path(data).expanduser().resolve() if data else None
    if folder is not None and not folder.is_dir():
        raise SettingError(f"setting DATA is {data!r}: there is no such folder")
    request = Request(parse_day("FROM", first_night), parse_day("DAY", last_night), folder)
    if request.first_night and request.last_night and request.last_night < request.first_night:
        raise SettingError(
            f"setting DAY is {request.last_night}, before FROM ({request.first_night}):"
            " the last night cannot precede the first"
        )
    return request


def is_simulated(source: str) -> bool:
    """Say whether the source makes its own files, up to yesterday."""
    return (SOURCES / source / "simulate.py").exists()


def yesterday_in(timezone: str, now: datetime) -> date:
    """Return the newest business day that has ended where the source is."""
    return now.astimezone(ZoneInfo(timezone)).date() - ONE_DAY


def is_owed(day: date, environment: dict[str, str], timezone: str, now: datetime) -> bool:
    """Say whether the schedule of the source runs the night by itself, and its hour has come."""
    if environment["NIGHTSHIFT_SCHEDULED"] != "true":
        return False
    hour = datetime.combine(day + ONE_DAY, NIGHT_HOUR, ZoneInfo(timezone))
    return day.isoformat() >= environment["NIGHTSHIFT_FIRST_NIGHT"] and now >= hour


def make_plan(source: str, request: Request, saved: Plan | None, yesterday: date) -> Plan:
    """Complete the request by what was saved, or by the demo's last nights."""
    simulated = is_simulated(source)
    first, last = request.first_night, request.last_night
    if saved is not None:
        if first is not None and first != saved.first_night:
            raise SettingError(
                f"setting FROM is {first}, but this warehouse starts on {saved.first_night}:"
                f" leave FROM out, or start over with `make clean SOURCE={source}`"
            )
        first = saved.first_night
    if last is None:
        last = yesterday if simulated else saved.last_night if saved else None
    if first is None and simulated and last is not None:
        first = last - ONE_DAY * (DEMO_NIGHTS - 1)
    if first is None or last is None:
        missing = "FROM" if first is None else "DAY"
        raise SettingError(
            f"setting {missing} is not set: `make run SOURCE={source} DATA=<folder>"
            " FROM=<first night> DAY=<last night>`"
        )
    if last < first:
        raise SettingError(f"setting DAY is {last}, before the first night of this run ({first})")
    return Plan(first, last, request.data or (saved.data if saved else None))


def save_plan(state: State, plan: Plan) -> None:
    """Remember the plan, so that a later `make run` continues it."""
    record = {
        "first_night": plan.first_night.isoformat(),
        "last_night": plan.last_night.isoformat(),
        "data": str(plan.data) if plan.data else None,
    }
    state.folder.mkdir(parents=True, exist_ok=True)
    (state.folder / "replay.json").write_text(json.dumps(record) + "\n", encoding="utf-8")


def load_plan(state: State) -> Plan | None:
    """Return the plan of the run before, if there was one."""
    file = state.folder / "replay.json"
    if not file.exists():
        return None
    record = json.loads(file.read_text(encoding="utf-8"))
    return Plan(
        date.fromisoformat(record["first_night"]),
        date.fromisoformat(record["last_night"]),
        Path(record["data"]) if record["data"] else None,
    )
