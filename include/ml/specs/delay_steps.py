"""The steps of feature SQL that both delay models share."""

FACTS = (
    "delay/promises",
    "delay/events",
    "delay/needed_orders",
    "delay/baskets",
    "delay/settlements",
    "delay/orders",
    "delay/routes",
    "delay/dates",
    "delay/facts",
)
FIGURES = (
    "delay/asked_groups",
    "delay/group_days",
    "delay/group_windows",
    "delay/usual",
    "delay/queues",
    "delay/loads",
    "delay/seller_figures",
    "delay/route_figures",
)


def list_files(*steps: str) -> tuple[str, ...]:
    """Return the SQL files of feature steps."""
    return tuple(f"features/{step}.sql" for step in steps)
