"""The embedded PostgreSQL: the programs of a wheel, run as a user who is not root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from include.runtime.programs import find_programs

SUPERUSER = "nightshift_admin"
UNPRIVILEGED_USER = "nobody"


def as_unprivileged(argv: list[str]) -> list[str]:
    """Return the command that runs `argv` as a user PostgreSQL accepts.

    PostgreSQL refuses to run as root. Root drops to `nobody` and keeps the right to pass
    folders that only root may enter, so that its data may lie below a private home as well.
    """
    if os.geteuid() != 0:
        return argv
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise RuntimeError("setpriv is missing: install util-linux, or do not run as root")
    capabilities = "+dac_override,+dac_read_search"
    group = str(pwd.getpwnam(UNPRIVILEGED_USER).pw_gid)
    return [
        setpriv,
        f"--reuid={UNPRIVILEGED_USER}",
        f"--regid={group}",
        "--clear-groups",
        f"--inh-caps={capabilities}",
        f"--ambient-caps={capabilities}",
        *argv,
    ]


def initialise_cluster(data: Path, password_file: Path) -> None:
    """Create an empty cluster in `data`: scram for everyone, UTF-8, one superuser."""
    data.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(data, UNPRIVILEGED_USER)
    command = [
        str(find_programs() / "initdb"),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
    ]
    done = subprocess.run(as_unprivileged(command), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed for {data}: {done.stderr.strip()}")


def server_command(data: Path, sockets: Path, port: int) -> list[str]:
    """Return the command that runs the cluster in `data` on a Unix socket, in the foreground."""
    options = {
        "unix_socket_directories": str(sockets),
        "listen_addresses": "",
        "port": str(port),
        "shared_buffers": "1GB",
        "work_mem": "64MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        # nobody replicates an embedded cluster: a first load writes its rows once, not twice
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_connections": "200",
        "client_connection_check_interval": "2s",
        "random_page_cost": "1.1",
        "jit": "off",
    }
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return as_unprivileged([str(find_programs() / "postgres"), "-D", str(data), *flags])


def remove_folder(folder: Path) -> None:
    """Remove `folder` and all below it; one that is not there is fine."""
    if folder.exists():
        shutil.rmtree(folder)
