-- Comments on the columns of ml.features_delay_open; its table stands in features_delay_open.sql.
-- Rates and usual times of a group are smoothed toward the network's.
comment on column ml.features_delay_open.day is 'Night on which the question was open.';
comment on column ml.features_delay_open.order_id is 'The open order.';
comment on column ml.features_delay_open.feature_version is 'Version of the feature definitions.';
comment on column ml.features_delay_open.days_to_promise is
'Days from the night''s end to the promise.';
comment on column ml.features_delay_open.working_days_to_promise is
'Monday to Friday dates without holidays between the night and the promised date.';
comment on column ml.features_delay_open.order_age_days is
'Days from the order to the night''s end.';
comment on column ml.features_delay_open.promised_total_days is
'Days from the order to the promise.';
comment on column ml.features_delay_open.share_of_promise_used is
'order_age_days / promised_total_days.';
comment on column ml.features_delay_open.is_approved is '1 once the payment was approved, else 0.';
comment on column ml.features_delay_open.approval_hours is 'Hours from the order to the approval.';
comment on column ml.features_delay_open.is_handed_over is '1 once the carrier has it, else 0.';
comment on column ml.features_delay_open.days_since_handover is
'Days from the handover to the night''s end.';
comment on column ml.features_delay_open.days_to_handover_due is
'Days to the seller''s latest handover, from the approval on, while it waits; negative when past.';
comment on column ml.features_delay_open.handover_delay_days is
'Days from the latest handover due to the handover; negative when early.';
comment on column ml.features_delay_open.promised_weekday is
'Local weekday of the promise, 1 = Monday.';
comment on column ml.features_delay_open.promised_hour is 'Local hour of the promise.';
comment on column ml.features_delay_open.ordered_weekday is
'Local weekday of the order, 1 = Monday.';
comment on column ml.features_delay_open.ordered_hour is 'Local hour of the order.';
comment on column ml.features_delay_open.items_count is 'Units in the order.';
comment on column ml.features_delay_open.sellers_count is 'Distinct sellers of its lines.';
comment on column ml.features_delay_open.weight_kg is 'Weight of all units, kilograms.';
comment on column ml.features_delay_open.volume_litres is 'Volume of all units, litres.';
comment on column ml.features_delay_open.price_amount is
'Items without freight; the order''s stated total where it has none.';
comment on column ml.features_delay_open.freight_amount is 'Freight of the lines.';
comment on column ml.features_delay_open.distance_km is
'Great circle from seller to address, else as the delivery states it; kilometres.';
comment on column ml.features_delay_open.seller_late_rate_30d is
'Late share of promises due in the last 30 days: the seller.';
comment on column ml.features_delay_open.seller_late_rate_90d is
'Late share of promises due in the last 90 days: the seller.';
comment on column ml.features_delay_open.partner_late_rate_7d is
'Late share of promises due in the last 7 days: the partner.';
comment on column ml.features_delay_open.partner_late_rate_30d is
'Late share of promises due in the last 30 days: the partner.';
comment on column ml.features_delay_open.partner_late_rate_90d is
'Late share of promises due in the last 90 days: the partner.';
comment on column ml.features_delay_open.area_late_rate_7d is
'Late share of promises due in the last 7 days: the area.';
comment on column ml.features_delay_open.area_late_rate_30d is
'Late share of promises due in the last 30 days: the area.';
comment on column ml.features_delay_open.route_late_rate_30d is
'Late share of promises due in the last 30 days: the route.';
comment on column ml.features_delay_open.route_late_rate_90d is
'Late share of promises due in the last 90 days: the route.';
comment on column ml.features_delay_open.network_late_rate_1d is
'Late share of promises due in the last day: all orders.';
comment on column ml.features_delay_open.network_late_rate_7d is
'Late share of promises due in the last 7 days: all orders.';
comment on column ml.features_delay_open.network_late_rate_30d is
'Late share of promises due in the last 30 days: all orders.';
comment on column ml.features_delay_open.seller_handover_days_7d is
'Mean days to the handover, last 7 days: the seller.';
comment on column ml.features_delay_open.seller_handover_days_30d is
'Mean days to the handover, last 30 days: the seller.';
comment on column ml.features_delay_open.seller_handover_days_90d is
'Mean days to the handover, last 90 days: the seller.';
comment on column ml.features_delay_open.area_transit_days_7d is
'Mean days from handover to door, last 7 days: the area.';
comment on column ml.features_delay_open.route_transit_days_30d is
'Mean days from handover to door, last 30 days: the route.';
comment on column ml.features_delay_open.route_transit_days_90d is
'Mean days from handover to door, last 90 days: the route.';
comment on column ml.features_delay_open.network_transit_days_7d is
'Mean days from handover to door, last 7 days: all orders.';
comment on column ml.features_delay_open.partner_tenure_days is 'Days since the partner was hired.';
comment on column ml.features_delay_open.partner_is_cyclist is
'1 when the partner rides a bike, else 0.';
