"""Mails as `.eml` files, for a machine without a mail server."""

import os
import re
import tempfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from include.settings import load_settings


def save_mail(mail: EmailMessage, *, day: date | str, kind: str, digest: str) -> Path:
    """Write the mail into the mail folder, whole or not at all; the same mail is the same file."""
    folder = load_settings().mail_folder
    folder.mkdir(parents=True, exist_ok=True)
    recipient = re.sub(r"[^A-Za-z0-9@._+-]", "_", mail["To"].addresses[0].addr_spec)
    name = re.sub(r"[^A-Za-z0-9_-]", "_", f"{day}-{kind}")
    path = folder / f"{name}-{recipient[:80]}-{digest[:12]}.eml"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mail.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
