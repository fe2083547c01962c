"""What both delay models are told: the features that they share, and the steps to them."""

from include.ml.origins import (
    BASKET,
    COURIER,
    DELIVERIES,
    HANDOVERS,
    OPEN_ORDERS,
    ORDERED,
    PARCEL,
    PLACES,
    PLANNED_LOAD,
    PRICE,
    PROMISED,
    PROMISES_DUE,
)
from include.ml.spec import Feature
from include.ml.usual import (
    MONTH_BEFORE,
    NETWORKS_MONTH,
    NETWORKS_TRANSIT,
    NETWORKS_WEEK,
    SELLERS_90_DAYS,
)

FACTS = ("delay/promises", "delay/events", "delay/orders", "delay/routes", "delay/facts")
FIGURES = (
    "delay/group_days",
    "delay/group_windows",
    "delay/usual",
    "delay/queues",
    "delay/loads",
    "delay/seller_figures",
    "delay/route_figures",
)

ORDER = (
    Feature("promised_total_days", "time promised in all", "days", "promise", PROMISED),
    Feature("slot_hours", "length of the promised slot", "hours", "promise", PROMISED),
    Feature("promised_weekday", "weekday of the promise", "", "calendar", PROMISED, "weekday"),
    Feature("promised_hour", "hour of the promise", "", "calendar", PROMISED, "hour"),
    Feature("ordered_weekday", "weekday of the order", "", "calendar", ORDERED, "weekday"),
    Feature("ordered_hour", "hour of the order", "", "calendar", ORDERED, "hour"),
    Feature("items_count", "items in the order", "", "order", BASKET),
    Feature("sellers_count", "sellers in the order", "", "order", BASKET),
    Feature("weight_kg", "weight of the order", "kg", "order", PARCEL),
    Feature("volume_litres", "volume of the order", "litres", "order", PARCEL),
    Feature("price_amount", "price of the order", "", "order", PRICE),
    Feature("freight_amount", "freight of the order", "", "order", BASKET),
    Feature("distance_km", "distance from the seller to the customer", "km", "route", PLACES),
    Feature("partner_tenure_days", "time since the courier was hired", "days",
            "partner", COURIER, is_watched=False),
    Feature("partner_is_cyclist", "the courier rides a bike", "", "partner", COURIER, "flag"),
)  # fmt: skip

SELLER = (
    Feature("seller_backlog_days", "the seller's orders waiting", "days of work",
            "seller", OPEN_ORDERS),
    Feature("seller_late_rate_30d", "the seller's late rate, 30 days", "",
            "seller", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("seller_late_rate_90d", "the seller's late rate, 90 days", "",
            "seller", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("seller_handover_days_7d", "the seller's usual handover, 7 days", "days",
            "seller", HANDOVERS, compared_with=SELLERS_90_DAYS),
    Feature("seller_handover_days_30d", "the seller's usual handover, 30 days", "days",
            "seller", HANDOVERS, is_watched=False, compared_with=SELLERS_90_DAYS),
    Feature("seller_handover_days_90d", "the seller's usual handover, 90 days", "days",
            "seller", HANDOVERS, is_watched=False),
)  # fmt: skip

PARTNER = (
    Feature("partner_promised_orders", "the courier's orders for that date", "",
            "partner", PLANNED_LOAD),
    Feature("partner_late_rate_7d", "the courier's late rate, 7 days", "",
            "partner", PROMISES_DUE, "rate", compared_with=NETWORKS_WEEK),
    Feature("partner_late_rate_30d", "the courier's late rate, 30 days", "",
            "partner", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("partner_late_rate_90d", "the courier's late rate, 90 days", "",
            "partner", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
)  # fmt: skip

ROUTE = (
    Feature("area_promised_load", "the area's orders for that date", "times the usual",
            "route", PLANNED_LOAD),
    Feature("area_late_rate_7d", "the area's late rate, 7 days", "", "route", PROMISES_DUE, "rate",
            compared_with=NETWORKS_WEEK),
    Feature("area_late_rate_30d", "the area's late rate, 30 days", "",
            "route", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("area_transit_days_7d", "usual transit to the area, 7 days", "days",
            "route", DELIVERIES, compared_with=NETWORKS_TRANSIT),
    Feature("route_late_rate_30d", "the route's late rate, 30 days", "",
            "route", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("route_late_rate_90d", "the route's late rate, 90 days", "",
            "route", PROMISES_DUE, "rate", is_watched=False, compared_with=NETWORKS_MONTH),
    Feature("route_transit_days_30d", "usual transit on the route, 30 days", "days",
            "route", DELIVERIES, is_watched=False, compared_with=NETWORKS_TRANSIT),
    Feature("route_transit_days_90d", "usual transit on the route, 90 days", "days",
            "route", DELIVERIES, is_watched=False, compared_with=NETWORKS_TRANSIT),
    Feature("route_transit_spread_days_90d", "spread of the transit on the route", "days",
            "route", DELIVERIES, is_watched=False),
)  # fmt: skip

NETWORK = (
    Feature("network_late_rate_1d", "everybody's late rate that day", "",
            "network", PROMISES_DUE, "rate", is_watched=False, compared_with=MONTH_BEFORE),
    Feature("network_late_rate_7d", "everybody's late rate, 7 days", "",
            "network", PROMISES_DUE, "rate", is_watched=False, compared_with=MONTH_BEFORE),
    Feature("network_late_rate_30d", "everybody's late rate, 30 days", "",
            "network", PROMISES_DUE, "rate", is_watched=False),
    Feature("network_transit_days_7d", "everybody's usual transit, 7 days", "days",
            "network", DELIVERIES, is_watched=False),
    Feature("network_backlog_days", "all open orders", "days of work", "network", OPEN_ORDERS),
)  # fmt: skip

GROUPS = (*SELLER, *PARTNER, *ROUTE, *NETWORK)


def list_files(*steps: str) -> tuple[str, ...]:
    """Return the SQL files of feature steps."""
    return tuple(f"features/{step}.sql" for step in steps)
