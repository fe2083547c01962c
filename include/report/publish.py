"""Publish a day's folder: a reader sees the old pages or the new ones, never a mixture."""

import ctypes
import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2
FROM_HERE = -100  # AT_FDCWD


def save_folder(folder: Path, pages: Mapping[str, str]) -> None:
    """Replace the folder by one with these pages; files of others in it are kept.

    The pages are written beside the folder first, so a full disk leaves the old ones whole.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        for name, text in pages.items():
            (partial / name).write_text(text, encoding="utf-8")
        _keep_others(folder, partial)
        _swap(partial, folder)
        _keep_others(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _keep_others(old: Path, new: Path) -> None:
    """Link files of other steps, such as evidently.html, into the new folder."""
    if not old.is_dir():
        return
    for path in old.iterdir():
        if path.is_file() and not (new / path.name).exists():
            os.link(path, new / path.name)


def _swap(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(FROM_HERE, bytes(partial), FROM_HERE, bytes(folder), EXCHANGE) == 0:
        return
    code = ctypes.get_errno()
    if code not in {errno.EINVAL, errno.ENOSYS}:
        raise OSError(code, f"{folder} cannot be replaced: {os.strerror(code)}")
    # A file system without the exchange: two renames, a gap of microseconds without the folder.
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    folder.rename(old)
    partial.rename(folder)
    old.rename(partial)
