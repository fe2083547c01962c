-- ml.features_delay_open: one row per night, open order and feature version, as served.
-- An open order's promise is after the night's end. Written by features/delay_open/*.sql,
-- trained on and scored from; null where the source or the order's stage has no such fact.
-- Usual times and rates are smoothed toward the network's.
create table if not exists ml.features_delay_open (
    day date not null,
    order_id text not null,
    feature_version integer not null,
    promised_at timestamptz not null,
    days_to_promise real,
    working_days_to_promise real,
    order_age_days real,
    promised_total_days real,
    share_of_promise_used real,
    is_approved real,
    approval_hours real,
    is_handed_over real,
    days_since_handover real,
    days_to_handover_due real,
    handover_delay_days real,
    slot_hours real,
    promised_weekday real,
    promised_hour real,
    ordered_weekday real,
    ordered_hour real,
    items_count real,
    sellers_count real,
    weight_kg real,
    volume_litres real,
    price_amount real,
    freight_amount real,
    distance_km real,
    expected_slack_days real,
    seller_backlog_days real,
    seller_late_rate_30d real,
    seller_late_rate_90d real,
    seller_handover_days_7d real,
    seller_handover_days_30d real,
    seller_handover_days_90d real,
    partner_promised_orders real,
    partner_late_rate_7d real,
    partner_late_rate_30d real,
    partner_late_rate_90d real,
    partner_tenure_days real,
    partner_is_cyclist real,
    area_promised_load real,
    area_late_rate_7d real,
    area_late_rate_30d real,
    area_transit_days_7d real,
    route_late_rate_30d real,
    route_late_rate_90d real,
    route_transit_days_30d real,
    route_transit_days_90d real,
    route_transit_spread_days_90d real,
    network_late_rate_1d real,
    network_late_rate_7d real,
    network_late_rate_30d real,
    network_transit_days_7d real,
    network_backlog_days real,
    primary key (day, order_id, feature_version)
);

comment on table ml.features_delay_open is
'One row per night, order still open with its promise ahead, and feature version; as served.';
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
