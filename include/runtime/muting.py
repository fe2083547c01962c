"""The commands about orders that nobody is to be alerted about: `make mute`, `unmute`, `muted`."""

import argparse
import getpass

from include.mail.muting import MutingError, forget_mute, list_muted, save_mute
from include.runtime.commands import write
from include.runtime.models import use_source
from include.runtime.plan import parse_day
from include.runtime.state import State
from include.settings import SettingError
from include.warehouse.connect import open_snapshot, open_transaction

LONGEST_REASON = 200


def run_mute(state: State, arguments: argparse.Namespace) -> int:
    """Alert nobody about an order up to and with a business day."""
    order, reason = _require_order(arguments), arguments.reason.strip()
    until = parse_day("UNTIL", arguments.until)
    if until is None:
        raise SettingError("setting UNTIL is not set: it takes the last day without an alert")
    if not 0 < len(reason) <= LONGEST_REASON:
        raise SettingError(f"setting REASON takes 1 to {LONGEST_REASON} letters: why it is muted")
    use_source(state)
    try:
        with open_transaction(is_writer=False) as connection:
            by = getpass.getuser()
            save_mute(connection, order, until=until, reason=reason, muted_by=by)
    except MutingError as error:
        raise SettingError(f"setting ORDER: {error}") from error
    write(f"{order}: no alert up to and with the night of {until}")
    return 0


def run_unmute(state: State, arguments: argparse.Namespace) -> int:
    """Let an order be alerted again."""
    order = _require_order(arguments)
    use_source(state)
    try:
        with open_transaction(is_writer=False) as connection:
            forget_mute(connection, order)
    except MutingError as error:
        raise SettingError(f"setting ORDER: {error}") from error
    write(f"{order}: alerted again when it is at risk")
    return 0


def run_muted(state: State, arguments: argparse.Namespace) -> int:
    """List the orders that are muted for now."""
    use_source(state)
    with open_snapshot() as connection:
        rows = list_muted(connection)
    for row in rows:
        write(
            f"{row['order_id']}  until {row['until_date']}, by {row['muted_by']}: {row['reason']}"
        )
    if not rows:
        write("no order is muted")
    return 0


def _require_order(arguments: argparse.Namespace) -> str:
    order = str(arguments.order).strip()
    if not order:
        raise SettingError("setting ORDER is not set: it takes an order's id, as the alert has it")
    return order
