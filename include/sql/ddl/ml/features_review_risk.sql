-- ml.features_review_risk: one row per order whose survey went out on a day, unanswered by that
-- evening, and feature version, as known then. Written by the steps of the spec, trained on and
-- scored from; null where the source has no such fact. Shares are smoothed toward the network's.
create table if not exists ml.features_review_risk (
    day date not null,
    order_id text not null,
    feature_version integer not null,
    asked_at timestamptz not null,
    is_delivered real,
    is_handed_over real,
    delay_days real,
    door_days real,
    promised_total_days real,
    past_promise_days real,
    open_past_promise_days real,
    days_since_delivery real,
    order_age_days real,
    transit_days real,
    handover_days real,
    handover_delay_days real,
    share_of_promise_used real,
    items_count real,
    products_count real,
    items_per_product real,
    sellers_count real,
    price_amount real,
    freight_amount real,
    freight_share real,
    weight_kg real,
    product_category text,
    payment_method text,
    payment_methods_count real,
    installments_count real,
    area text,
    seller_area text,
    distance_km real,
    seller_bad_share_365d real,
    seller_bad_share_90d real,
    seller_reviews_count real,
    product_bad_share_365d real,
    product_reviews_count real,
    category_bad_share_365d real,
    area_bad_share_90d real,
    network_bad_share_90d real,
    primary key (day, order_id, feature_version)
);

comment on table ml.features_review_risk is
'One row per order surveyed on a day, as known on its evening, without the answer.'
' Grain: day, order_id, feature_version.';
