-- features/delay/route_figures: one row per question: its area, its route and the network on the
-- night. Reads facts, usual, queues, loads. What is carried is counted in days of deliveries; its
-- age is measured by the usual transit. An area's overdue share leans on 5 orders of the network's.
create temporary table route_figures on commit drop as
select
    facts.day,
    facts.order_id,
    coalesce(area_load.orders, 0) / (area.promised_per_day + 1) as area_promised_load,
    area.late_rate_7d as area_late_rate_7d,
    area.late_rate_30d as area_late_rate_30d,
    area.transit_days_7d as area_transit_days_7d,
    area.margin_days_7d as area_margin_days_7d,
    area.margin_days_30d as area_margin_days_30d,
    case when facts.area is not null then coalesce(area_queue.carried, 0) end
    / (area.moved_per_day + 0.1) as area_carried_days,
    area_queue.carried_seconds / 86400 / nullif(area_queue.carried, 0)
    / nullif(area.transit_days_90d, 0) as area_carried_age_ratio,
    case
        when facts.area is not null
            then
                (
                    coalesce(area_queue.overdue, 0)
                    + 5 * network_queue.overdue::double precision / network_queue.all_open
                )
                / (coalesce(area_queue.all_open, 0) + 5)
    end as area_overdue_share,
    route.late_rate_30d as route_late_rate_30d,
    route.late_rate_90d as route_late_rate_90d,
    route.transit_days_7d as route_transit_days_7d,
    route.transit_days_30d as route_transit_days_30d,
    route.transit_days_90d as route_transit_days_90d,
    route.transit_spread_days_90d as route_transit_spread_days_90d,
    route.margin_days_30d as route_margin_days_30d,
    route.door_days_30d as route_door_days_30d,
    network.late_rate_1d as network_late_rate_1d,
    network.late_rate_7d as network_late_rate_7d,
    network.late_rate_30d as network_late_rate_30d,
    network.transit_days_7d as network_transit_days_7d,
    network.handover_days_7d as network_handover_days_7d,
    network.approval_hours_7d as network_approval_hours_7d,
    network.margin_days_7d as network_margin_days_7d,
    coalesce(network_queue.ahead, 0) / (network.moved_per_day + 1) as network_backlog_days,
    coalesce(network_queue.carried, 0) / (network.moved_per_day + 1) as network_carried_days,
    network_queue.carried_seconds / 86400 / nullif(network_queue.carried, 0)
    / nullif(network.transit_days_90d, 0) as network_carried_age_ratio,
    network_queue.overdue::double precision / network_queue.all_open as network_overdue_share
from facts
left join usual as area
    on facts.night = area.day and area.group_kind = 'area' and facts.area = area.group_id
left join usual as route
    on facts.night = route.day and route.group_kind = 'route' and facts.route = route.group_id
left join usual as network
    on facts.night = network.day and network.group_kind = 'network'
left join queues as area_queue
    on
        facts.night = area_queue.night
        and area_queue.group_kind = 'area'
        and facts.area = area_queue.group_id
left join queues as network_queue
    on facts.night = network_queue.night and network_queue.group_kind = 'network'
left join loads as area_load
    on
        facts.night = area_load.night
        and area_load.group_kind = 'area'
        and facts.area = area_load.group_id
        and facts.promised_date = area_load.promised_date;
