-- features/delay_open/rows: ml.features_delay_open, one row per night and open order.
-- Step 10 of 10. Reads the temporary tables of the steps before. Rows already served are replaced
-- by equal ones, for nothing before the night's end changes.
insert into ml.features_delay_open (
    day, order_id, feature_version, promised_at, days_to_promise, working_days_to_promise,
    order_age_days, promised_total_days, share_of_promise_used, is_approved, approval_hours,
    is_handed_over, days_since_handover, days_to_handover_due, handover_delay_days, slot_hours,
    promised_weekday, promised_hour, ordered_weekday, ordered_hour, items_count, sellers_count,
    weight_kg, volume_litres, price_amount, freight_amount, distance_km,
    expected_slack_days, seller_backlog_days, seller_late_rate_30d, seller_late_rate_90d,
    seller_handover_days_7d, seller_handover_days_30d, seller_handover_days_90d,
    partner_promised_orders, partner_late_rate_7d, partner_late_rate_30d, partner_late_rate_90d,
    partner_tenure_days, partner_is_cyclist, area_promised_load, area_late_rate_7d,
    area_late_rate_30d, area_transit_days_7d, route_late_rate_30d,
    route_late_rate_90d, route_transit_days_30d, route_transit_days_90d,
    route_transit_spread_days_90d, network_late_rate_1d, network_late_rate_7d,
    network_late_rate_30d, network_transit_days_7d, network_backlog_days
)
select
    progress.day,
    progress.order_id,
    %(feature_version)s as feature_version,
    progress.promised_at,
    progress.days_to_promise,
    progress.working_days_to_promise,
    progress.order_age_days,
    progress.promised_total_days,
    progress.order_age_days / progress.promised_total_days as share_of_promise_used,
    progress.is_approved,
    progress.approval_hours,
    progress.is_handed_over,
    progress.days_since_handover,
    progress.days_to_handover_due,
    progress.handover_delay_days,
    progress.slot_hours,
    progress.promised_weekday,
    progress.promised_hour,
    progress.ordered_weekday,
    progress.ordered_hour,
    known_orders.items_count,
    known_orders.sellers_count,
    known_orders.weight_kg,
    known_orders.volume_litres,
    known_orders.price_amount,
    known_orders.freight_amount,
    progress.distance_km,
    progress.days_to_promise - case
        when route.transit_days_30d is null then null
        when progress.is_handed_over = 1
            then greatest(0, route.transit_days_30d - progress.days_since_handover)
        else
            greatest(0, coalesce(seller.handover_days_30d, 0) - progress.order_age_days)
            + route.transit_days_30d
    end as expected_slack_days,
    progress.seller_waiting_orders / (seller.handed_per_day + 0.1) as seller_backlog_days,
    seller.late_rate_30d as seller_late_rate_30d,
    seller.late_rate_90d as seller_late_rate_90d,
    seller.handover_days_7d as seller_handover_days_7d,
    seller.handover_days_30d as seller_handover_days_30d,
    seller.handover_days_90d as seller_handover_days_90d,
    progress.partner_promised_orders,
    partner.late_rate_7d as partner_late_rate_7d,
    partner.late_rate_30d as partner_late_rate_30d,
    partner.late_rate_90d as partner_late_rate_90d,
    progress.partner_tenure_days,
    progress.partner_is_cyclist,
    progress.area_promised_orders / (area.promised_per_day + 1) as area_promised_load,
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
    progress.network_open_orders / (network.moved_per_day + 1) as network_backlog_days
from progress
inner join known_orders
    on progress.order_id = known_orders.order_id and progress.known_day = known_orders.known_day
left join usual as seller
    on
        progress.day = seller.day and seller.group_kind = 'seller'
        and progress.seller_id = seller.group_id
left join usual as partner
    on
        progress.day = partner.day and partner.group_kind = 'partner'
        and progress.partner_id = partner.group_id
left join usual as area
    on progress.day = area.day and area.group_kind = 'area' and progress.area = area.group_id
left join usual as route
    on progress.day = route.day and route.group_kind = 'route' and progress.route = route.group_id
left join usual as network
    on progress.day = network.day and network.group_kind = 'network'
on conflict (day, order_id, feature_version) do nothing;
