-- Comments on more columns of ml.features_delay_open; its table stands in features_delay_open.sql.
comment on column ml.features_delay_open.promised_at is 'The promise the question is about.';
comment on column ml.features_delay_open.slot_hours is 'Length of the promised slot.';
comment on column ml.features_delay_open.expected_slack_days is
'Days to the promise less the usual time still needed by this seller and route.';
comment on column ml.features_delay_open.seller_backlog_days is
'The seller''s orders not handed over, in days of its usual handovers.';
comment on column ml.features_delay_open.partner_promised_orders is
'Open orders of the partner promised for the same date.';
comment on column ml.features_delay_open.area_promised_load is
'Open orders of the area promised for the same date, over its usual day.';
comment on column ml.features_delay_open.route_transit_spread_days_90d is
'Standard deviation of the transit time on the route from the seller''s area to the order''s.';
comment on column ml.features_delay_open.network_backlog_days is
'All open orders in days of usual deliveries.';
comment on column ml.features_delay_open.holidays_to_promise is
'Public holidays between the night and the promised date.';
comment on column ml.features_delay_open.handover_overrun_days is
'Days since the approval, else the order, less the seller''s usual handover; until handed over.';
comment on column ml.features_delay_open.transit_overrun_days is
'Days since the handover less the route''s usual transit.';
comment on column ml.features_delay_open.transit_share_used is
'Days since the handover over the route''s usual transit.';
comment on column ml.features_delay_open.promised_working_days is
'Working days between the order''s date and the promised one.';
comment on column ml.features_delay_open.promised_holidays is
'Public holidays between the order''s date and the promised one.';
comment on column ml.features_delay_open.payment_methods_count is 'Ways in which it is paid.';
comment on column ml.features_delay_open.installments_count is
'Most instalments of one of its payments.';
comment on column ml.features_delay_open.seller_overdue_share is
'Share of the seller''s open orders that is past its promise.';
comment on column ml.features_delay_open.seller_late_rate_7d is
'Late share of promises due in the last 7 days: the seller.';
comment on column ml.features_delay_open.seller_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the seller.';
comment on column ml.features_delay_open.seller_door_days_30d is
'Mean days from order to door, last 30 days: the seller.';
comment on column ml.features_delay_open.partner_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the partner.';
comment on column ml.features_delay_open.area_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the area.';
comment on column ml.features_delay_open.area_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the area.';
comment on column ml.features_delay_open.area_carried_days is
'Orders on their way to the area, in days of its usual deliveries.';
comment on column ml.features_delay_open.area_carried_age_ratio is
'Mean time since handover of what is on its way to the area, over its usual transit.';
comment on column ml.features_delay_open.area_overdue_share is
'Share of the area''s open orders that is past its promise.';
comment on column ml.features_delay_open.route_transit_days_7d is
'Mean days from handover to door, last 7 days: the route.';
comment on column ml.features_delay_open.route_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the route.';
comment on column ml.features_delay_open.route_door_days_30d is
'Mean days from order to door, last 30 days: the route.';
comment on column ml.features_delay_open.network_handover_days_7d is
'Mean days to the handover, last 7 days: all orders.';
comment on column ml.features_delay_open.network_approval_hours_7d is
'Mean hours from order to approval, last 7 days: all orders.';
comment on column ml.features_delay_open.network_margin_days_7d is
'Mean days from the door to the promise, last 7 days: all orders.';
comment on column ml.features_delay_open.network_carried_days is
'All orders on their way, in days of usual deliveries.';
comment on column ml.features_delay_open.network_carried_age_ratio is
'Mean time since handover of what is on its way, over the usual transit.';
comment on column ml.features_delay_open.network_overdue_share is
'Share of all open orders that is past its promise.';
comment on column ml.features_delay_open.payment_late_rate_30d is
'Late share of promises due in the last 30 days: orders paid this way.';
comment on column ml.features_delay_open.payment_approval_hours_30d is
'Mean hours from order to approval, last 30 days: orders paid this way.';
comment on column ml.features_delay_open.area is 'Area that the order goes to.';
comment on column ml.features_delay_open.seller_area is 'Area of its seller.';
comment on column ml.features_delay_open.product_category is
'Category of its dearest line''s product.';
comment on column ml.features_delay_open.payment_method is 'Method of its largest payment.';
