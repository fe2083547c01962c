-- features/delay/route_figures: one row per question: its area, its route and the network on the
-- night. Reads facts, usual, queues, loads.
create temporary table route_figures on commit drop as
select
    facts.day,
    facts.order_id,
    coalesce(area_load.orders, 0) / (area.promised_per_day + 1) as area_promised_load,
    area.late_rate_7d as area_late_rate_7d,
    area.late_rate_30d as area_late_rate_30d,
    area.transit_days_7d as area_transit_days_7d,
    route.late_rate_30d as route_late_rate_30d,
    route.late_rate_90d as route_late_rate_90d,
    route.transit_days_30d as route_transit_days_30d,
    route.transit_days_90d as route_transit_days_90d,
    route.transit_spread_days_90d as route_transit_spread_days_90d,
    network.late_rate_1d as network_late_rate_1d,
    network.late_rate_7d as network_late_rate_7d,
    network.late_rate_30d as network_late_rate_30d,
    network.transit_days_7d as network_transit_days_7d,
    network_queue.ahead / (network.moved_per_day + 1) as network_backlog_days
from facts
left join usual as area
    on facts.night = area.day and area.group_kind = 'area' and facts.area = area.group_id
left join usual as route
    on facts.night = route.day and route.group_kind = 'route' and facts.route = route.group_id
left join usual as network
    on facts.night = network.day and network.group_kind = 'network'
left join queues as network_queue
    on facts.night = network_queue.night and network_queue.group_kind = 'network'
left join loads as area_load
    on
        facts.night = area_load.night
        and area_load.group_kind = 'area'
        and facts.area = area_load.group_id
        and facts.promised_date = area_load.promised_date;
