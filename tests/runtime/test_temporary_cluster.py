"""The temporary cluster: there inside the block, gone without a trace after it."""

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
