"""Orders that nobody is alerted about for a while, because somebody knows better."""

from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.mail.state import Row, run_mail_sql


class MutingError(ValueError):
    """An order can't be muted or unmuted; the message names it."""


def load_muted(connection: Connection, day: date) -> set[str]:
    """Return the ids of the orders that are muted on a business day."""
    return {row["order_id"] for row in run_mail_sql(connection, "load_muted", {"day": day})}


def list_muted(connection: Connection) -> list[Row]:
    """Return the orders that will be muted tonight: until when, why and by whom."""
    return run_mail_sql(connection, "list_muted", {})


def save_mute(
    connection: Connection, order_id: str, *, until: date, reason: str, muted_by: str
) -> None:
    """Mute an order up to and with a business day; a second muting replaces the first."""
    values = {"order_id": order_id, "until": until, "why": reason, "by": muted_by}
    if not run_mail_sql(connection, "save_mute", values):
        raise MutingError(f"there is no order {order_id!r}")


def forget_mute(connection: Connection, order_id: str) -> None:
    """Let an order be alerted again."""
    if not run_mail_sql(connection, "forget_mute", {"order_id": order_id}):
        raise MutingError(f"order {order_id!r} is not muted")
