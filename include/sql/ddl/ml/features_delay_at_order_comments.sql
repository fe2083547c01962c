-- Comments on the columns of ml.features_delay_at_order; its table stands in
-- features_delay_at_order.sql. "Open" and "last" are as at the end of the night before the order.
comment on column ml.features_delay_at_order.day is 'Local date on which the order was placed.';
comment on column ml.features_delay_at_order.order_id is 'The order.';
comment on column ml.features_delay_at_order.feature_version is
'Version of the feature definitions.';
comment on column ml.features_delay_at_order.promised_at is 'The promise the question is about.';
comment on column ml.features_delay_at_order.promised_total_days is
'Days from the order to the promise.';
comment on column ml.features_delay_at_order.slot_hours is 'Length of the promised slot.';
comment on column ml.features_delay_at_order.promised_weekday is
'Local weekday of the promise, 1 = Monday.';
comment on column ml.features_delay_at_order.promised_hour is 'Local hour of the promise.';
comment on column ml.features_delay_at_order.ordered_weekday is
'Local weekday of the order, 1 = Monday.';
comment on column ml.features_delay_at_order.ordered_hour is 'Local hour of the order.';
comment on column ml.features_delay_at_order.items_count is 'Units in the order.';
comment on column ml.features_delay_at_order.sellers_count is 'Distinct sellers of its lines.';
comment on column ml.features_delay_at_order.weight_kg is 'Weight of all units, kilograms.';
comment on column ml.features_delay_at_order.volume_litres is 'Volume of all units, litres.';
comment on column ml.features_delay_at_order.price_amount is
'Items without freight; the order''s stated total where it has none.';
comment on column ml.features_delay_at_order.freight_amount is 'Freight of the lines.';
comment on column ml.features_delay_at_order.distance_km is
'Great circle from seller to address, else as the delivery states it; kilometres.';
comment on column ml.features_delay_at_order.partner_tenure_days is
'Days since the partner was hired.';
comment on column ml.features_delay_at_order.partner_is_cyclist is
'1 when the partner rides a bike, else 0.';
comment on column ml.features_delay_at_order.expected_slack_days is
'Days promised less the usual time that this seller and route need.';
comment on column ml.features_delay_at_order.seller_backlog_days is
'The seller''s orders not handed over, in days of its usual handovers.';
comment on column ml.features_delay_at_order.seller_late_rate_30d is
'Late share of promises due in the last 30 days: the seller.';
comment on column ml.features_delay_at_order.seller_late_rate_90d is
'Late share of promises due in the last 90 days: the seller.';
comment on column ml.features_delay_at_order.seller_handover_days_7d is
'Mean days to the handover, last 7 days: the seller.';
comment on column ml.features_delay_at_order.seller_handover_days_30d is
'Mean days to the handover, last 30 days: the seller.';
comment on column ml.features_delay_at_order.seller_handover_days_90d is
'Mean days to the handover, last 90 days: the seller.';
comment on column ml.features_delay_at_order.partner_promised_orders is
'Open orders of the partner promised for the same date.';
comment on column ml.features_delay_at_order.partner_late_rate_7d is
'Late share of promises due in the last 7 days: the partner.';
comment on column ml.features_delay_at_order.partner_late_rate_30d is
'Late share of promises due in the last 30 days: the partner.';
comment on column ml.features_delay_at_order.partner_late_rate_90d is
'Late share of promises due in the last 90 days: the partner.';
comment on column ml.features_delay_at_order.area_promised_load is
'Open orders of the area promised for the same date, over its usual day.';
comment on column ml.features_delay_at_order.area_late_rate_7d is
'Late share of promises due in the last 7 days: the area.';
comment on column ml.features_delay_at_order.area_late_rate_30d is
'Late share of promises due in the last 30 days: the area.';
comment on column ml.features_delay_at_order.area_transit_days_7d is
'Mean days from handover to door, last 7 days: the area.';
comment on column ml.features_delay_at_order.route_late_rate_30d is
'Late share of promises due in the last 30 days: the route.';
