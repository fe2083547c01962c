"""The commands about recipients and muted orders, on a warehouse of their own."""

from pathlib import Path

import psycopg2
import pytest

from include.runtime.doctor import check_reachable
from include.runtime.environment import save_environment
from include.runtime.state import State, load_environment
from tests.mail.test_recipients import GOOD
from tests.runtime.conftest import Runtime

ORDER = """
    insert into gold.fact_orders (
        order_id, is_delivered, is_cancelled, is_overdue, items_count, products_count,
        sellers_count, revenue_amount, freight_amount, paid_amount
    )
    values ('o1', false, false, false, 1, 1, 1, 10, 1, 11)
"""


@pytest.fixture
def with_file(running: State, tmp_path: Path) -> Path:
    """Name a file of recipients in the saved settings of the running source."""
    path = tmp_path / "recipients.yaml"
    path.write_text(GOOD, encoding="utf-8")
    saved = load_environment(running)
    save_environment(running, saved | {"NIGHTSHIFT_RECIPIENTS_FILE": str(path)})
    return path


@pytest.mark.usefixtures("with_file")
def test_recipients_are_listed_and_opted_out_and_in(runtime: Runtime, running: State) -> None:
    root = running.folder.parent
    assert runtime("recipients", root=root).stdout.splitlines() == [
        "alert   ann@example.com: areas North",
        "digest  ann@example.com",
        "failure night@example.com",
        "alert   rest@example.com: what fits nobody else",
    ]
    done = runtime("opt-out", "--address", "Ann@example.com", "--kind", "", root=root)
    assert done.stdout == "Ann@example.com gets no more digest\n"
    assert "digest  ann@example.com (opted out 2" in runtime("recipients", root=root).stdout
    done = runtime("opt-in", "--address", "ann@example.com", root=root)
    assert done.stdout == "ann@example.com gets again each digest\n"
    assert "opted out" not in runtime("recipients", root=root).stdout
    done = runtime("opt-out", "--address", "eve@example.com", root=root)
    assert done.stderr.endswith("gets no digest: ann@example.com does\n")


def test_a_broken_file_is_one_line_for_the_commands_and_a_finding_for_the_doctor(
    runtime: Runtime, running: State, with_file: Path
) -> None:
    assert [each.is_well for each in _find(running)] == [True]
    with_file.write_text(GOOD.replace("[failure]", "[calls]"), encoding="utf-8")
    (found,) = _find(running)
    assert not found.is_well
    assert "line 9: recipients.2.kinds.0: Input should be" in found.detail
    done = runtime("recipients", root=running.folder.parent)
    assert done.stderr == f"error: {found.detail}\n"


def _find(state: State) -> list:  # type: ignore[type-arg]
    findings = check_reachable(state, load_environment(state))
    return [each for each in findings if each.subject == "recipients"]


def test_an_order_is_muted_with_day_and_reason_and_unmuted(
    runtime: Runtime, running: State
) -> None:
    root = running.folder.parent
    with psycopg2.connect(load_environment(running)["NIGHTSHIFT_WAREHOUSE_URL"]) as connection:
        connection.cursor().execute(ORDER)
    connection.close()
    mute = ("mute", "--order", "o1", "--until", "2999-12-31")
    assert "setting REASON takes 1 to 200" in runtime(*mute, root=root).stderr
    done = runtime(*mute, "--reason", "it's $5, agreed", root=root)
    assert done.stdout == "o1: no alert up to and with the night of 2999-12-31\n"
    listed = runtime("muted", root=root).stdout
    assert listed.startswith("o1  until 2999-12-31, by ")
    assert listed.endswith(": it's $5, agreed\n")
    assert runtime("unmute", "--order", "o1", root=root).returncode == 0
    assert runtime("muted", root=root).stdout == "no order is muted\n"
    done = runtime("unmute", "--order", "o1", root=root)
    assert done.stderr == "error: setting ORDER: order 'o1' is not muted\n"
