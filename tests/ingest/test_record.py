"""Conservation: each row of each file ends in exactly one outcome, whatever the rows look like."""

from collections import Counter

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.tiny_source import HEADER, TinySource, fetch

KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g"])
GOOD_LINES = KEYS.map(lambda key: f"{key},created,2018-04-28 10:00:00,1.5,true".encode())
BAD_LINES = st.sampled_from(
    [
        b"x,created,2018-13-01 10:00:00,1.5,true",
        b"x,created,,1.5,true,more",
        b"x,created",
        b"x,sold,,,",
        b'x,"created,,,',
        b"x,crea\xe9ted,,,",
        b"x,created,\0,,",
        b"x,created,,99999,",
        b",,,,",
        b'x,"created"y,,,',
    ]
)
QUOTED_LINES = KEYS.map(lambda key: f'{key},"created","","1",'.encode())
LINES = st.lists(
    st.tuples(st.one_of(GOOD_LINES, GOOD_LINES, QUOTED_LINES, BAD_LINES), st.booleans())
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(LINES)
def test_every_row_read_is_loaded_merged_or_quarantined(
    tiny: TinySource, warehouse: str, lines: list[tuple[bytes, bool]]
) -> None:
    ends = [line + (b"\r\n" if is_windows else b"\n") for line, is_windows in lines]
    tiny.write("orders.csv", HEADER.encode() + b"\n" + b"".join(ends))
    totals = tiny.ingest()
    good = [line for line, _ in lines if not line.startswith((b"x", b","))]
    keys = Counter(line.split(b",")[0].decode() for line in good)
    assert totals["read"] == len(lines)
    assert totals["loaded"] == len(keys)
    assert totals["merged"] == len(good) - len(keys)
    assert totals["quarantined"] == len(lines) - len(good)

    loaded = fetch(warehouse, "select order_id, _row from bronze.orders")
    assert {key for key, _ in loaded} == set(keys)
    assert all(ends[row - 2].decode().startswith(key) for key, row in loaded)
    quarantined = fetch(warehouse, "select line_number, raw from ops.quarantine")
    assert all(bytes(raw) == ends[line - 2] for line, raw in quarantined)


def test_the_ledger_refuses_counts_that_do_not_add_up(warehouse: str) -> None:
    with pytest.raises(psycopg2.errors.CheckViolation, match="load_ledger_balances"):
        fetch(
            warehouse,
            "insert into ops.load_ledger (day, file_name, table_name, rows_read, rows_loaded,"
            " rows_merged, rows_quarantined, bytes, sha256)"
            " values ('2018-04-28', 'f.csv', 't', 3, 1, 1, 0, 0, '') returning 1",
        )


def test_many_bad_rows_keep_their_own_bytes(tiny: TinySource, warehouse: str) -> None:
    lines = [f"k{number},created,,{'1' if number % 3 else 'x'}," for number in range(3000)]
    tiny.write_orders(lines)
    assert tiny.ingest()["quarantined"] == 1000
    rows = fetch(warehouse, "select line_number, raw from ops.quarantine order by 1")
    assert [bytes(raw).decode().strip() for _, raw in rows] == lines[::3]
    assert [line for line, _ in rows] == list(range(2, 3002, 3))
