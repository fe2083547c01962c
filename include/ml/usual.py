"""What is usual for a feature's own group: the columns that its reason is compared with."""

from include.ml.spec import Usual

SELLERS_HANDOVER = Usual(
    "seller_handover_days_30d",
    "this seller usually takes to hand over",
    "longer",
    "shorter",
    unless="is_handed_over",
)
SELLERS_90_DAYS = Usual("seller_handover_days_90d", "its own in 90 days", "longer", "shorter")
ROUTES_TRANSIT = Usual("route_transit_days_30d", "is usual on this route", "longer", "shorter")
NETWORKS_TRANSIT = Usual("network_transit_days_7d", "everybody's", "longer", "shorter")
NETWORKS_WEEK = Usual("network_late_rate_7d", "everybody's")
NETWORKS_MONTH = Usual("network_late_rate_30d", "everybody's")
MONTH_BEFORE = Usual("network_late_rate_30d", "in 30 days")
NETWORKS_OVERDUE = Usual("network_overdue_share", "everybody's")
NETWORKS_MARGIN = Usual("network_margin_days_7d", "everybody's")
BEYOND_SELLERS_HANDOVER = Usual(
    "seller_handover_days_30d",
    "this seller usually takes",
    "longer",
    "less",
    subject="Waits for its handover",
)
BEYOND_ROUTES_TRANSIT = Usual(
    "route_transit_days_30d",
    "is usual on this route",
    "longer",
    "less",
    subject="Is on its way",
)
