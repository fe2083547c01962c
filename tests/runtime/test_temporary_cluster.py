"""The temporary cluster: there inside the block, gone without a trace after it."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from include.runtime.temporary_cluster import create_database, run_temporary_cluster


def test_a_cluster_leaves_nothing_even_when_its_block_fails(tmp_path: Path) -> None:
    seen = ""
    with pytest.raises(KeyError), run_temporary_cluster(folder=tmp_path) as url:  # noqa: PT012
        seen = create_database(url, "scratch")
        with closing(psycopg2.connect(seen)) as connection, connection.cursor() as cursor:
            cursor.execute("show fsync")
            assert cursor.fetchall() == [("off",)]
        raise KeyError("the block fails")
    assert list(tmp_path.iterdir()) == []
    sockets = Path(seen.partition("host=")[2].partition("&")[0])
    assert not sockets.exists()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(seen)


def test_a_process_that_is_told_to_terminate_stops_its_server_first(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from include.runtime.temporary_cluster import run_temporary_cluster\n"
        "with run_temporary_cluster(folder=Path(sys.argv[1])) as url:\n"
        "    print(url('postgres'), flush=True)\n"
        "    time.sleep(600)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child, child.stdout:
        url = child.stdout.readline().strip()
        psycopg2.connect(url).close()
        child.terminate()
        assert child.wait(timeout=60) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)
