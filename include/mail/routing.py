"""Which recipient is told of which order: areas, sellers and partners of `ops.recipients`."""

import logging
from collections.abc import Iterable, Sequence

from include.mail.recipients import Recipient
from include.mail.risky_orders import RiskyOrder

logger = logging.getLogger(__name__)

LOGGED_ORDERS = 20


def route_orders(
    orders: Sequence[RiskyOrder], recipients: Sequence[Recipient]
) -> tuple[dict[str, list[RiskyOrder]], list[RiskyOrder]]:
    """Return each address with its orders, in their order, and the orders that fit nobody.

    Orders that fit nobody's lists go to those who are the default, if there are any.
    """
    routes = {
        recipient.address: [order for order in orders if is_for(order, recipient)]
        for recipient in recipients
        if not recipient.is_default
    }
    told = {order.order_id for theirs in routes.values() for order in theirs}
    rest = [order for order in orders if order.order_id not in told]
    defaults = {recipient.address: rest for recipient in recipients if recipient.is_default}
    return routes | defaults, rest


def is_for(order: RiskyOrder, recipient: Recipient) -> bool:
    """Return whether an order fits each of the recipient's lists that is filled."""
    lists = (
        (recipient.areas, (order.area,)),
        (recipient.sellers, (order.seller_id, order.seller)),
        (recipient.partners, (order.partner_id, order.partner)),
    )
    return all(not wanted or _fold(wanted) & _fold(names) for wanted, names in lists)


def log_unrouted(rest: Sequence[RiskyOrder], recipients: Sequence[Recipient]) -> None:
    """Say in the task's log which orders fit nobody's lists, and who is told of them instead."""
    if not rest:
        return
    named = ", ".join(order.order_id for order in rest[:LOGGED_ORDERS])
    more = f" and {len(rest) - LOGGED_ORDERS} more" if len(rest) > LOGGED_ORDERS else ""
    defaults = ", ".join(each.address for each in recipients if each.is_default)
    logger.warning(
        "%s orders at risk fit no recipient's lists: %s%s; told to %s",
        len(rest),
        named,
        more,
        defaults or "nobody, as no recipient has is_default",
    )


def _fold(names: Iterable[str | None]) -> set[str]:
    return {name.strip().casefold() for name in names if name}
