-- ml.features_delay_at_order: one row per order with a promise and feature version, as known when
-- it was placed. Groups (seller, partner, area, route, network) stand as at the end of the night
-- before. Written by the steps of the spec, trained on and scored from; null where the source has no
-- such fact. Usual times and rates are smoothed toward the network's.
create table if not exists ml.features_delay_at_order (
    day date not null,
    order_id text not null,
    feature_version integer not null,
    promised_at timestamptz not null,
    promised_total_days real,
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
    partner_tenure_days real,
    partner_is_cyclist real,
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

comment on table ml.features_delay_at_order is
'One row per order with a promise and feature version: what its placing and the night before told.';
