"""The state folder of one source: where its files are, and the variables saved in it."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from include.settings import PROJECT, SettingError
from include.sources.contract import known_sources


@dataclass(frozen=True)
class State:
    """The folder below which everything of one source lives."""

    source: str
    folder: Path

    @property
    def env_file(self) -> Path:
        """The saved environment of the source's components; it holds passwords."""
        return self.folder / "env"

    @property
    def data(self) -> Path:
        """The PostgreSQL cluster."""
        return self.folder / "postgres"

    @property
    def airflow(self) -> Path:
        """Airflow's home."""
        return self.folder / "airflow"

    @property
    def logs(self) -> Path:
        """The logs of the components; those of tasks are below `airflow/logs`."""
        return self.folder / "logs"

    @property
    def password_file(self) -> Path:
        """The password of PostgreSQL's superuser, made by `initdb`."""
        return self.folder / "postgres.password"


def find_state(source: str) -> State:
    """Return the state of `source`; `NIGHTSHIFT_STATE_ROOT` moves all states elsewhere."""
    if source not in known_sources():
        known = ", ".join(known_sources())
        raise SettingError(
            f"setting SOURCE is {source!r}: there is no such source (known: {known});"
            f" `make draft-source NAME={source} FROM=<folder>` begins one"
        )
    return locate_state(source)


def locate_state(source: str) -> State:
    """Return the state that a source has or would have, also of one that is still to be added."""
    root = Path(os.environ.get("NIGHTSHIFT_STATE_ROOT") or PROJECT / ".nightshift")
    return State(source, root.expanduser().resolve() / source)


def list_started(state: State) -> list[str]:
    """Return the sources beside this one that were started."""
    return sorted(path.parent.name for path in state.folder.parent.glob("*/env"))


def save_environment(state: State, environment: dict[str, str]) -> None:
    """Write the variables so that a shell can read them too; only the owner may."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in environment.items()]
    draft = state.env_file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(state.env_file)


def load_environment(state: State) -> dict[str, str]:
    """Read the saved variables; an empty dictionary when the source was never started."""
    if not state.env_file.exists():
        return {}
    environment = {}
    for token in shlex.split(state.env_file.read_text(encoding="utf-8")):
        name, equals, value = token.partition("=")
        if equals:
            environment[name] = value
    return environment
