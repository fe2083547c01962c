-- Comments on more columns of ml.features_delay_at_order; its table stands in
-- features_delay_at_order.sql. "Open" and "last" are as at the end of the night before the order.
comment on column ml.features_delay_at_order.route_late_rate_90d is
'Late share of promises due in the last 90 days: the route.';
comment on column ml.features_delay_at_order.route_transit_days_30d is
'Mean days from handover to door, last 30 days: the route.';
comment on column ml.features_delay_at_order.route_transit_days_90d is
'Mean days from handover to door, last 90 days: the route.';
comment on column ml.features_delay_at_order.route_transit_spread_days_90d is
'Standard deviation of the transit time on the route from the seller''s area to the order''s.';
comment on column ml.features_delay_at_order.network_late_rate_1d is
'Late share of promises due in the last day: all orders.';
comment on column ml.features_delay_at_order.network_late_rate_7d is
'Late share of promises due in the last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_late_rate_30d is
'Late share of promises due in the last 30 days: all orders.';
comment on column ml.features_delay_at_order.network_transit_days_7d is
'Mean days from handover to door, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_backlog_days is
'All open orders in days of usual deliveries.';
comment on column ml.features_delay_at_order.promised_working_days is
'Working days between the order''s date and the promised one.';
comment on column ml.features_delay_at_order.promised_holidays is
'Public holidays between the order''s date and the promised one.';
comment on column ml.features_delay_at_order.payment_methods_count is 'Ways in which it is paid.';
comment on column ml.features_delay_at_order.installments_count is
'Most instalments of one of its payments.';
comment on column ml.features_delay_at_order.seller_overdue_share is
'Share of the seller''s open orders that is past its promise.';
comment on column ml.features_delay_at_order.seller_late_rate_7d is
'Late share of promises due in the last 7 days: the seller.';
comment on column ml.features_delay_at_order.seller_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the seller.';
comment on column ml.features_delay_at_order.seller_door_days_30d is
'Mean days from order to door, last 30 days: the seller.';
comment on column ml.features_delay_at_order.partner_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the partner.';
comment on column ml.features_delay_at_order.area_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the area.';
comment on column ml.features_delay_at_order.area_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the area.';
comment on column ml.features_delay_at_order.area_carried_days is
'Orders on their way to the area, in days of its usual deliveries.';
comment on column ml.features_delay_at_order.area_carried_age_ratio is
'Mean time since handover of what is on its way to the area, over its usual transit.';
comment on column ml.features_delay_at_order.area_overdue_share is
'Share of the area''s open orders that is past its promise.';
comment on column ml.features_delay_at_order.route_transit_days_7d is
'Mean days from handover to door, last 7 days: the route.';
comment on column ml.features_delay_at_order.route_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the route.';
comment on column ml.features_delay_at_order.route_door_days_30d is
'Mean days from order to door, last 30 days: the route.';
comment on column ml.features_delay_at_order.network_handover_days_7d is
'Mean days to the handover, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_approval_hours_7d is
'Mean hours from order to approval, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_margin_days_7d is
'Mean days from the door to the promise, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_carried_days is
'All orders on their way, in days of usual deliveries.';
comment on column ml.features_delay_at_order.network_carried_age_ratio is
'Mean time since handover of what is on its way, over the usual transit.';
comment on column ml.features_delay_at_order.network_overdue_share is
'Share of all open orders that is past its promise.';
comment on column ml.features_delay_at_order.payment_late_rate_30d is
'Late share of promises due in the last 30 days: orders paid this way.';
comment on column ml.features_delay_at_order.payment_approval_hours_30d is
'Mean hours from order to approval, last 30 days: orders paid this way.';
comment on column ml.features_delay_at_order.area is 'Area that the order goes to.';
comment on column ml.features_delay_at_order.seller_area is 'Area of its seller.';
comment on column ml.features_delay_at_order.product_category is
'Category of its dearest line''s product.';
comment on column ml.features_delay_at_order.payment_method is 'Method of its largest payment.';
