CREATE SCHEMA bronze;
CREATE SCHEMA gold;
CREATE SCHEMA ml;
CREATE SCHEMA ops;
CREATE SCHEMA silver;
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods';
CREATE TABLE gold.daily_kpis (
    date date NOT NULL,
    orders_count integer NOT NULL,
    cancelled_orders_count integer NOT NULL,
    revenue_amount numeric NOT NULL,
    freight_amount numeric NOT NULL,
    average_order_amount numeric,
    customers_count integer NOT NULL,
    promised_orders_count integer NOT NULL,
    on_time_orders_count integer NOT NULL,
    late_orders_count integer NOT NULL,
    on_time_rate numeric,
    delivered_orders_count integer NOT NULL,
    average_delay_minutes numeric,
    spend_amount numeric NOT NULL,
    impressions_count bigint NOT NULL,
    clicks_count bigint NOT NULL,
    conversions_count bigint NOT NULL,
    roas numeric,
    reviews_count integer NOT NULL,
    average_stars numeric
);
COMMENT ON TABLE gold.daily_kpis IS 'One row per local date, without a gap, from the first order to the newest published day.';
COMMENT ON COLUMN gold.daily_kpis.date IS 'Calendar date in the source''s time zone.';
COMMENT ON COLUMN gold.daily_kpis.orders_count IS 'Orders placed that date, cancelled ones included.';
COMMENT ON COLUMN gold.daily_kpis.cancelled_orders_count IS 'Those of them that are cancelled.';
COMMENT ON COLUMN gold.daily_kpis.revenue_amount IS 'Items of the orders placed that date, without freight and without cancelled orders.';
COMMENT ON COLUMN gold.daily_kpis.freight_amount IS 'Freight of the same orders.';
COMMENT ON COLUMN gold.daily_kpis.average_order_amount IS 'revenue_amount per order that is not cancelled; null without one.';
COMMENT ON COLUMN gold.daily_kpis.customers_count IS 'Distinct persons who ordered that date.';
COMMENT ON COLUMN gold.daily_kpis.promised_orders_count IS 'Orders promised for that date; a cancelled order counts only if it was delivered all the same.';
COMMENT ON COLUMN gold.daily_kpis.on_time_orders_count IS 'Promised for that date and delivered by the promise.';
COMMENT ON COLUMN gold.daily_kpis.late_orders_count IS 'Promised for that date and delivered after the promise, or overdue.';
COMMENT ON COLUMN gold.daily_kpis.on_time_rate IS 'on time / (on time + late), 0 to 1; null where both are 0.';
COMMENT ON COLUMN gold.daily_kpis.delivered_orders_count IS 'Orders delivered on that date.';
COMMENT ON COLUMN gold.daily_kpis.average_delay_minutes IS 'Mean delay of the late deliveries promised for that date; overdue orders are not in it.';
COMMENT ON COLUMN gold.daily_kpis.spend_amount IS 'Marketing spend of that date.';
COMMENT ON COLUMN gold.daily_kpis.impressions_count IS 'Impressions bought with it.';
COMMENT ON COLUMN gold.daily_kpis.clicks_count IS 'Clicks on them.';
COMMENT ON COLUMN gold.daily_kpis.conversions_count IS 'Conversions, as the channels count them.';
COMMENT ON COLUMN gold.daily_kpis.roas IS 'revenue_amount / spend_amount; null where nothing was spent.';
COMMENT ON COLUMN gold.daily_kpis.reviews_count IS 'Reviews dated that date.';
COMMENT ON COLUMN gold.daily_kpis.average_stars IS 'Mean stars of them; null without one.';
CREATE TABLE gold.dim_customers (
    customer_id text NOT NULL,
    area text,
    city text,
    postal_code text,
    first_ordered_date date,
    last_ordered_date date,
    orders_count integer NOT NULL
);
COMMENT ON TABLE gold.dim_customers IS 'One row per customer: the person, not the account. The state of the newest published day.';
COMMENT ON COLUMN gold.dim_customers.customer_id IS 'The person; the account id where the source knows no person or sent no customer row.';
COMMENT ON COLUMN gold.dim_customers.area IS 'Area of the newest order, else of the newest account.';
COMMENT ON COLUMN gold.dim_customers.city IS 'City of the newest order, else of the newest account.';
COMMENT ON COLUMN gold.dim_customers.postal_code IS 'Postal code of the newest order, else of the newest account.';
COMMENT ON COLUMN gold.dim_customers.first_ordered_date IS 'Local date of the first order.';
COMMENT ON COLUMN gold.dim_customers.last_ordered_date IS 'Local date of the newest order.';
COMMENT ON COLUMN gold.dim_customers.orders_count IS 'Orders placed, cancelled ones included.';
CREATE TABLE gold.dim_dates (
    date date NOT NULL,
    weekday smallint NOT NULL,
    week smallint NOT NULL,
    month smallint NOT NULL,
    quarter smallint NOT NULL,
    year smallint NOT NULL,
    is_weekend boolean NOT NULL
);
COMMENT ON TABLE gold.dim_dates IS 'One row per local date, without a gap, from the first order to the newest published day.';
COMMENT ON COLUMN gold.dim_dates.date IS 'Calendar date in the source''s time zone.';
COMMENT ON COLUMN gold.dim_dates.weekday IS '1 = Monday to 7 = Sunday.';
COMMENT ON COLUMN gold.dim_dates.week IS 'ISO 8601 week, 1 to 53; its year may differ from `year`.';
COMMENT ON COLUMN gold.dim_dates.month IS '1 to 12.';
COMMENT ON COLUMN gold.dim_dates.quarter IS '1 to 4.';
COMMENT ON COLUMN gold.dim_dates.year IS 'Calendar year.';
COMMENT ON COLUMN gold.dim_dates.is_weekend IS 'Saturday or Sunday.';
CREATE TABLE gold.dim_partners (
    partner_id text NOT NULL,
    partner_name text,
    vehicle text,
    seller_id text,
    hired_date date
);
COMMENT ON TABLE gold.dim_partners IS 'One row per delivery partner (courier), in the state of the newest published day.';
COMMENT ON COLUMN gold.dim_partners.partner_id IS 'The partner''s id in the source.';
COMMENT ON COLUMN gold.dim_partners.partner_name IS 'Name of the partner; null where not given.';
COMMENT ON COLUMN gold.dim_partners.vehicle IS 'What the partner drives, as the source says it.';
COMMENT ON COLUMN gold.dim_partners.seller_id IS 'The store the partner rides for.';
COMMENT ON COLUMN gold.dim_partners.hired_date IS 'First working day.';
CREATE TABLE gold.dim_products (
    product_id text NOT NULL,
    product_name text,
    category text,
    brand text,
    price_amount numeric,
    weight_grams numeric,
    volume_cm3 numeric
);
COMMENT ON TABLE gold.dim_products IS 'One row per product of the catalogue, in the state of the newest published day.';
COMMENT ON COLUMN gold.dim_products.product_id IS 'The product''s id in the source.';
COMMENT ON COLUMN gold.dim_products.product_name IS 'Name on the shelf; null where not given.';
COMMENT ON COLUMN gold.dim_products.category IS 'Category in English where the source translates it, else in the source''s own language.';
COMMENT ON COLUMN gold.dim_products.brand IS 'Brand; null where the source has none.';
COMMENT ON COLUMN gold.dim_products.price_amount IS 'List price in the source''s currency; what was paid stands in fact_sales.';
COMMENT ON COLUMN gold.dim_products.weight_grams IS 'Weight of one unit, in grams.';
COMMENT ON COLUMN gold.dim_products.volume_cm3 IS 'Volume of one unit, in cubic centimetres.';
CREATE TABLE gold.dim_sellers (
    seller_id text NOT NULL,
    seller_name text,
    city text,
    area text,
    postal_code text
);
COMMENT ON TABLE gold.dim_sellers IS 'One row per seller (or store), in the state of the newest published day.';
COMMENT ON COLUMN gold.dim_sellers.seller_id IS 'The seller''s id in the source.';
COMMENT ON COLUMN gold.dim_sellers.seller_name IS 'Name of the seller; null where not given.';
COMMENT ON COLUMN gold.dim_sellers.city IS 'City the seller ships from.';
COMMENT ON COLUMN gold.dim_sellers.area IS 'Area the seller ships from.';
COMMENT ON COLUMN gold.dim_sellers.postal_code IS 'Postal code the seller ships from.';
CREATE TABLE gold.fact_deliveries (
    order_id text NOT NULL,
    partner_id text,
    seller_id text,
    area text,
    promised_at timestamp with time zone,
    promised_date date,
    handed_over_at timestamp with time zone,
    delivered_at timestamp with time zone,
    is_late boolean,
    delay_minutes numeric,
    handover_hours numeric,
    transit_hours numeric,
    distance_km numeric,
    delay_reason text
);
COMMENT ON TABLE gold.fact_deliveries IS 'One row per order that was handed to a carrier or delivered. State of the newest published day.';
COMMENT ON COLUMN gold.fact_deliveries.order_id IS 'The order: fact_orders.';
COMMENT ON COLUMN gold.fact_deliveries.partner_id IS 'Who delivers: dim_partners.';
COMMENT ON COLUMN gold.fact_deliveries.seller_id IS 'The order''s main seller: dim_sellers.';
COMMENT ON COLUMN gold.fact_deliveries.area IS 'Where it goes.';
COMMENT ON COLUMN gold.fact_deliveries.promised_at IS 'The promise: delivered by this moment.';
COMMENT ON COLUMN gold.fact_deliveries.promised_date IS 'Local date of promised_at.';
COMMENT ON COLUMN gold.fact_deliveries.handed_over_at IS 'When the seller handed it to the carrier.';
COMMENT ON COLUMN gold.fact_deliveries.delivered_at IS 'When the customer got it; null until then.';
COMMENT ON COLUMN gold.fact_deliveries.is_late IS 'delivered_at > promised_at; null until delivered.';
COMMENT ON COLUMN gold.fact_deliveries.delay_minutes IS 'delivered_at - promised_at in minutes: negative when early, null until delivered.';
COMMENT ON COLUMN gold.fact_deliveries.handover_hours IS 'From the order to the handover, in hours.';
COMMENT ON COLUMN gold.fact_deliveries.transit_hours IS 'From the handover to the door, in hours.';
COMMENT ON COLUMN gold.fact_deliveries.distance_km IS 'Distance, in kilometres.';
COMMENT ON COLUMN gold.fact_deliveries.delay_reason IS 'The reason the source gives for a delay.';
CREATE TABLE gold.fact_orders (
    order_id text NOT NULL,
    customer_id text,
    seller_id text,
    partner_id text,
    status text,
    ordered_at timestamp with time zone,
    ordered_date date,
    approved_at timestamp with time zone,
    handed_over_at timestamp with time zone,
    promised_from_at timestamp with time zone,
    promised_at timestamp with time zone,
    promised_date date,
    delivered_at timestamp with time zone,
    delivered_date date,
    is_delivered boolean NOT NULL,
    is_cancelled boolean NOT NULL,
    is_late boolean,
    is_overdue boolean NOT NULL,
    delay_minutes numeric,
    items_count numeric NOT NULL,
    products_count integer NOT NULL,
    sellers_count integer NOT NULL,
    revenue_amount numeric NOT NULL,
    freight_amount numeric NOT NULL,
    paid_amount numeric NOT NULL,
    payment_method text,
    area text,
    city text,
    postal_code text,
    delay_reason text,
    distance_km numeric,
    stars smallint
);
COMMENT ON TABLE gold.fact_orders IS 'One row per order of any status, in the state of the newest published day. Dates are local.';
COMMENT ON COLUMN gold.fact_orders.order_id IS 'The order''s id in the source.';
COMMENT ON COLUMN gold.fact_orders.customer_id IS 'The person who ordered: dim_customers.';
COMMENT ON COLUMN gold.fact_orders.seller_id IS 'The order''s seller, else that of its largest item.';
COMMENT ON COLUMN gold.fact_orders.partner_id IS 'Who delivers: the delivery''s, else the order''s.';
COMMENT ON COLUMN gold.fact_orders.status IS 'created, approved, shipped, delivered or cancelled.';
COMMENT ON COLUMN gold.fact_orders.ordered_at IS 'When the customer ordered.';
COMMENT ON COLUMN gold.fact_orders.ordered_date IS 'Local date of ordered_at.';
COMMENT ON COLUMN gold.fact_orders.approved_at IS 'When the payment was approved.';
COMMENT ON COLUMN gold.fact_orders.handed_over_at IS 'When the seller handed it to the carrier.';
COMMENT ON COLUMN gold.fact_orders.promised_from_at IS 'Start of the promised slot, if there is one.';
COMMENT ON COLUMN gold.fact_orders.promised_at IS 'The promise: delivered by this moment.';
COMMENT ON COLUMN gold.fact_orders.promised_date IS 'Local date of promised_at.';
COMMENT ON COLUMN gold.fact_orders.delivered_at IS 'When the customer got it; null until then.';
COMMENT ON COLUMN gold.fact_orders.delivered_date IS 'Local date of delivered_at.';
COMMENT ON COLUMN gold.fact_orders.is_delivered IS 'There is a delivery time stamp.';
COMMENT ON COLUMN gold.fact_orders.is_cancelled IS 'The status is cancelled.';
COMMENT ON COLUMN gold.fact_orders.is_late IS 'delivered_at > promised_at; null until delivered.';
COMMENT ON COLUMN gold.fact_orders.is_overdue IS 'Open, and promised before the newest day ended.';
COMMENT ON COLUMN gold.fact_orders.delay_minutes IS 'delivered_at - promised_at in minutes: negative when early, null until delivered.';
COMMENT ON COLUMN gold.fact_orders.items_count IS 'Units in the order, over all lines.';
COMMENT ON COLUMN gold.fact_orders.products_count IS 'Distinct products.';
COMMENT ON COLUMN gold.fact_orders.sellers_count IS 'Distinct sellers of the lines.';
COMMENT ON COLUMN gold.fact_orders.revenue_amount IS 'Items without freight; 0 when cancelled.';
COMMENT ON COLUMN gold.fact_orders.freight_amount IS 'Freight of the items; 0 when cancelled.';
COMMENT ON COLUMN gold.fact_orders.paid_amount IS 'Sum of the payments, cancelled or not.';
COMMENT ON COLUMN gold.fact_orders.payment_method IS 'The order''s, else that of the largest payment.';
COMMENT ON COLUMN gold.fact_orders.area IS 'Where it goes: the order''s address, else the account''s.';
COMMENT ON COLUMN gold.fact_orders.city IS 'City of the same address as area.';
COMMENT ON COLUMN gold.fact_orders.postal_code IS 'Postal code of the same address as area.';
COMMENT ON COLUMN gold.fact_orders.delay_reason IS 'The reason the source gives for a delay.';
COMMENT ON COLUMN gold.fact_orders.distance_km IS 'Distance of the delivery, in kilometres.';
COMMENT ON COLUMN gold.fact_orders.stars IS 'Stars of the newest review, 1 to 5.';
CREATE TABLE gold.fact_reviews (
    review_id text NOT NULL,
    order_id text NOT NULL,
    product_id text,
    seller_id text,
    customer_id text,
    stars smallint,
    reviewed_at timestamp with time zone,
    reviewed_date date,
    review_title text,
    review_text text,
    category text
);
COMMENT ON TABLE gold.fact_reviews IS 'One row per review and order: a source may use one review id for several orders.';
COMMENT ON COLUMN gold.fact_reviews.review_id IS 'The review''s id in the source.';
COMMENT ON COLUMN gold.fact_reviews.order_id IS 'The order reviewed; empty for a product review.';
COMMENT ON COLUMN gold.fact_reviews.product_id IS 'The product reviewed; for an order with one product, that product; else null.';
COMMENT ON COLUMN gold.fact_reviews.seller_id IS 'The order''s main seller, else null.';
COMMENT ON COLUMN gold.fact_reviews.customer_id IS 'The person: the review''s, else the order''s.';
COMMENT ON COLUMN gold.fact_reviews.stars IS '1 to 5; null where none were given.';
COMMENT ON COLUMN gold.fact_reviews.reviewed_at IS 'When the review was written or asked for.';
COMMENT ON COLUMN gold.fact_reviews.reviewed_date IS 'Local date of reviewed_at.';
COMMENT ON COLUMN gold.fact_reviews.review_title IS 'Title, in the source''s language.';
COMMENT ON COLUMN gold.fact_reviews.review_text IS 'Text, in the source''s language.';
COMMENT ON COLUMN gold.fact_reviews.category IS 'What the feedback is about, where the source says it.';
CREATE TABLE gold.fact_sales (
    order_id text NOT NULL,
    line_number bigint NOT NULL,
    product_id text,
    seller_id text,
    customer_id text,
    ordered_date date,
    quantity numeric NOT NULL,
    unit_price_amount numeric,
    revenue_amount numeric NOT NULL,
    freight_amount numeric NOT NULL,
    is_cancelled boolean NOT NULL
);
COMMENT ON TABLE gold.fact_sales IS 'One row per line of an order, in the state of the newest published day.';
COMMENT ON COLUMN gold.fact_sales.order_id IS 'The order: fact_orders.';
COMMENT ON COLUMN gold.fact_sales.line_number IS 'The line within the order, as the source counts.';
COMMENT ON COLUMN gold.fact_sales.product_id IS 'What was sold: dim_products.';
COMMENT ON COLUMN gold.fact_sales.seller_id IS 'Who sold this line, else the order''s seller.';
COMMENT ON COLUMN gold.fact_sales.customer_id IS 'The person who ordered: dim_customers.';
COMMENT ON COLUMN gold.fact_sales.ordered_date IS 'Local date of the order.';
COMMENT ON COLUMN gold.fact_sales.quantity IS 'Units in this line; 1 where the source has no count.';
COMMENT ON COLUMN gold.fact_sales.unit_price_amount IS 'Price of one unit, as sold.';
COMMENT ON COLUMN gold.fact_sales.revenue_amount IS 'quantity * unit_price_amount without freight; 0 when the order is cancelled.';
COMMENT ON COLUMN gold.fact_sales.freight_amount IS 'Freight of the line; 0 when cancelled.';
COMMENT ON COLUMN gold.fact_sales.is_cancelled IS 'The order is cancelled.';
CREATE TABLE ml.delay_reasons (
    day date NOT NULL,
    model text NOT NULL,
    version integer NOT NULL,
    order_id text NOT NULL,
    feature text NOT NULL,
    feature_group text NOT NULL,
    value text,
    contribution double precision NOT NULL,
    rank integer NOT NULL,
    sentence text NOT NULL
);
COMMENT ON TABLE ml.delay_reasons IS 'One row per night, model, explained order and feature: exact TreeSHAP of the score.';
COMMENT ON COLUMN ml.delay_reasons.day IS 'Business day of the night.';
COMMENT ON COLUMN ml.delay_reasons.model IS 'Name of the models spec.';
COMMENT ON COLUMN ml.delay_reasons.version IS 'Version in the registry.';
COMMENT ON COLUMN ml.delay_reasons.order_id IS 'Order explained.';
COMMENT ON COLUMN ml.delay_reasons.feature IS 'Column of ml.features_delay_open, or (base) for the model''s base value.';
COMMENT ON COLUMN ml.delay_reasons.feature_group IS 'The reason for people: order, promise, progress, calendar, seller, partner, route or network.';
COMMENT ON COLUMN ml.delay_reasons.value IS 'The feature''s value with its unit; null if unknown.';
COMMENT ON COLUMN ml.delay_reasons.contribution IS 'Log-odds added to the margin; all of an order add up to delay_scores.margin.';
COMMENT ON COLUMN ml.delay_reasons.rank IS '1 = raises the risk most; (base) has rank 0.';
COMMENT ON COLUMN ml.delay_reasons.sentence IS 'The reason in plain words with units.';
CREATE TABLE ml.delay_scores (
    day date NOT NULL,
    model text NOT NULL,
    version integer NOT NULL,
    order_id text NOT NULL,
    probability double precision NOT NULL,
    margin double precision NOT NULL,
    band text NOT NULL,
    is_alerted boolean NOT NULL,
    expected_saving_amount numeric NOT NULL,
    CONSTRAINT delay_scores_band_check CHECK ((band = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT delay_scores_probability_check CHECK (((probability >= (0)::double precision) AND (probability <= (1)::double precision)))
);
COMMENT ON TABLE ml.delay_scores IS 'One row per night, model and open order whose promise is still ahead. Empty without skill.';
COMMENT ON COLUMN ml.delay_scores.day IS 'Business day of the night.';
COMMENT ON COLUMN ml.delay_scores.model IS 'Name of the models spec.';
COMMENT ON COLUMN ml.delay_scores.version IS 'Version in the registry.';
COMMENT ON COLUMN ml.delay_scores.order_id IS 'Order scored.';
COMMENT ON COLUMN ml.delay_scores.probability IS 'Calibrated probability that the order is late.';
COMMENT ON COLUMN ml.delay_scores.margin IS 'Log-odds of the probability; the reasons'' sum.';
COMMENT ON COLUMN ml.delay_scores.band IS 'By fixed money thresholds: high, medium or low risk.';
COMMENT ON COLUMN ml.delay_scores.is_alerted IS 'In the high band and within the night''s capacity, riskiest first.';
COMMENT ON COLUMN ml.delay_scores.expected_saving_amount IS 'What intervening is expected to save, less its cost, in the currency of the source.';
CREATE TABLE ml.drift_metrics (
    day date NOT NULL,
    model text NOT NULL,
    column_name text NOT NULL,
    method text NOT NULL,
    value double precision NOT NULL,
    threshold double precision NOT NULL,
    is_drifted boolean NOT NULL,
    reference_rows integer NOT NULL,
    current_rows integer NOT NULL,
    reference_from date NOT NULL,
    reference_to date NOT NULL,
    current_from date NOT NULL
);
COMMENT ON TABLE ml.drift_metrics IS 'One row per night, model, column and method: recent nights against the training window.';
COMMENT ON COLUMN ml.drift_metrics.day IS 'Business day of the night.';
COMMENT ON COLUMN ml.drift_metrics.model IS 'Name of the models spec.';
COMMENT ON COLUMN ml.drift_metrics.column_name IS 'Column of the feature table, probability for the predictions, or (share) for all columns.';
COMMENT ON COLUMN ml.drift_metrics.method IS 'Evidently''s: ks (statistic), chisquare (p-value) or psi (index); share of drifted columns.';
COMMENT ON COLUMN ml.drift_metrics.value IS 'The figure the method gives.';
COMMENT ON COLUMN ml.drift_metrics.threshold IS 'The value beyond which the column has drifted.';
COMMENT ON COLUMN ml.drift_metrics.is_drifted IS 'The value is beyond the threshold, on the method''s own side.';
COMMENT ON COLUMN ml.drift_metrics.reference_rows IS 'Rows of the reference sample.';
COMMENT ON COLUMN ml.drift_metrics.current_rows IS 'Rows of the current sample.';
COMMENT ON COLUMN ml.drift_metrics.reference_from IS 'First night of the reference sample.';
COMMENT ON COLUMN ml.drift_metrics.reference_to IS 'Last night of the reference sample.';
COMMENT ON COLUMN ml.drift_metrics.current_from IS 'First night of the current sample, which ends with the day.';
CREATE TABLE ml.features_delay_open (
    day date NOT NULL,
    order_id text NOT NULL,
    feature_version integer NOT NULL,
    promised_at timestamp with time zone NOT NULL,
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
    network_backlog_days real
);
COMMENT ON TABLE ml.features_delay_open IS 'One row per night, order still open with its promise ahead, and feature version; as served.';
COMMENT ON COLUMN ml.features_delay_open.day IS 'Night on which the question was open.';
COMMENT ON COLUMN ml.features_delay_open.order_id IS 'The open order.';
COMMENT ON COLUMN ml.features_delay_open.feature_version IS 'Version of the feature definitions.';
COMMENT ON COLUMN ml.features_delay_open.promised_at IS 'The promise the question is about.';
COMMENT ON COLUMN ml.features_delay_open.days_to_promise IS 'Days from the night''s end to the promise.';
COMMENT ON COLUMN ml.features_delay_open.working_days_to_promise IS 'Monday to Friday dates after the night, up to the promised date.';
COMMENT ON COLUMN ml.features_delay_open.order_age_days IS 'Days from the order to the night''s end.';
COMMENT ON COLUMN ml.features_delay_open.promised_total_days IS 'Days from the order to the promise.';
COMMENT ON COLUMN ml.features_delay_open.share_of_promise_used IS 'order_age_days / promised_total_days.';
COMMENT ON COLUMN ml.features_delay_open.is_approved IS '1 once the payment was approved, else 0.';
COMMENT ON COLUMN ml.features_delay_open.approval_hours IS 'Hours from the order to the approval.';
COMMENT ON COLUMN ml.features_delay_open.is_handed_over IS '1 once the carrier has it, else 0.';
COMMENT ON COLUMN ml.features_delay_open.days_since_handover IS 'Days from the handover to the night''s end.';
COMMENT ON COLUMN ml.features_delay_open.days_to_handover_due IS 'Days to the seller''s latest handover, while it waits; negative when past.';
COMMENT ON COLUMN ml.features_delay_open.handover_delay_days IS 'Days from the latest handover due to the handover; negative when early.';
COMMENT ON COLUMN ml.features_delay_open.slot_hours IS 'Length of the promised slot.';
COMMENT ON COLUMN ml.features_delay_open.promised_weekday IS 'Local weekday of the promise, 1 = Monday.';
COMMENT ON COLUMN ml.features_delay_open.promised_hour IS 'Local hour of the promise.';
COMMENT ON COLUMN ml.features_delay_open.ordered_weekday IS 'Local weekday of the order, 1 = Monday.';
COMMENT ON COLUMN ml.features_delay_open.ordered_hour IS 'Local hour of the order.';
COMMENT ON COLUMN ml.features_delay_open.items_count IS 'Units in the order.';
COMMENT ON COLUMN ml.features_delay_open.sellers_count IS 'Distinct sellers of its lines.';
COMMENT ON COLUMN ml.features_delay_open.weight_kg IS 'Weight of all units, kilograms.';
COMMENT ON COLUMN ml.features_delay_open.volume_litres IS 'Volume of all units, litres.';
COMMENT ON COLUMN ml.features_delay_open.price_amount IS 'Items without freight; the order''s stated total where it has none.';
COMMENT ON COLUMN ml.features_delay_open.freight_amount IS 'Freight of the lines.';
COMMENT ON COLUMN ml.features_delay_open.distance_km IS 'Great circle from seller to address, else as the delivery states it; kilometres.';
COMMENT ON COLUMN ml.features_delay_open.expected_slack_days IS 'Days to the promise less the usual time still needed by this seller and route.';
COMMENT ON COLUMN ml.features_delay_open.seller_backlog_days IS 'The seller''s orders not handed over, in days of its usual handovers.';
COMMENT ON COLUMN ml.features_delay_open.seller_late_rate_30d IS 'Late share of promises due in the last 30 days: the seller.';
COMMENT ON COLUMN ml.features_delay_open.seller_late_rate_90d IS 'Late share of promises due in the last 90 days: the seller.';
COMMENT ON COLUMN ml.features_delay_open.seller_handover_days_7d IS 'Mean days to the handover, last 7 days: the seller.';
COMMENT ON COLUMN ml.features_delay_open.seller_handover_days_30d IS 'Mean days to the handover, last 30 days: the seller.';
COMMENT ON COLUMN ml.features_delay_open.seller_handover_days_90d IS 'Mean days to the handover, last 90 days: the seller.';
COMMENT ON COLUMN ml.features_delay_open.partner_promised_orders IS 'Open orders of the partner promised for the same date.';
COMMENT ON COLUMN ml.features_delay_open.partner_late_rate_7d IS 'Late share of promises due in the last 7 days: the partner.';
COMMENT ON COLUMN ml.features_delay_open.partner_late_rate_30d IS 'Late share of promises due in the last 30 days: the partner.';
COMMENT ON COLUMN ml.features_delay_open.partner_late_rate_90d IS 'Late share of promises due in the last 90 days: the partner.';
COMMENT ON COLUMN ml.features_delay_open.partner_tenure_days IS 'Days since the partner was hired.';
COMMENT ON COLUMN ml.features_delay_open.partner_is_cyclist IS '1 when the partner rides a bike, else 0.';
COMMENT ON COLUMN ml.features_delay_open.area_promised_load IS 'Open orders of the area promised for the same date, over its usual day.';
COMMENT ON COLUMN ml.features_delay_open.area_late_rate_7d IS 'Late share of promises due in the last 7 days: the area.';
COMMENT ON COLUMN ml.features_delay_open.area_late_rate_30d IS 'Late share of promises due in the last 30 days: the area.';
COMMENT ON COLUMN ml.features_delay_open.area_transit_days_7d IS 'Mean days from handover to door, last 7 days: the area.';
COMMENT ON COLUMN ml.features_delay_open.route_late_rate_30d IS 'Late share of promises due in the last 30 days: the route.';
COMMENT ON COLUMN ml.features_delay_open.route_late_rate_90d IS 'Late share of promises due in the last 90 days: the route.';
COMMENT ON COLUMN ml.features_delay_open.route_transit_days_30d IS 'Mean days from handover to door, last 30 days: the route.';
COMMENT ON COLUMN ml.features_delay_open.route_transit_days_90d IS 'Mean days from handover to door, last 90 days: the route.';
COMMENT ON COLUMN ml.features_delay_open.route_transit_spread_days_90d IS 'Standard deviation of the transit time on the route from the seller''s area to the order''s.';
COMMENT ON COLUMN ml.features_delay_open.network_late_rate_1d IS 'Late share of promises due in the last day: all orders.';
COMMENT ON COLUMN ml.features_delay_open.network_late_rate_7d IS 'Late share of promises due in the last 7 days: all orders.';
COMMENT ON COLUMN ml.features_delay_open.network_late_rate_30d IS 'Late share of promises due in the last 30 days: all orders.';
COMMENT ON COLUMN ml.features_delay_open.network_transit_days_7d IS 'Mean days from handover to door, last 7 days: all orders.';
COMMENT ON COLUMN ml.features_delay_open.network_backlog_days IS 'All open orders in days of usual deliveries.';
CREATE TABLE ml.model_versions (
    model text NOT NULL,
    version integer NOT NULL,
    alias text,
    trained_for_day date NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    metrics jsonb DEFAULT '{}'::jsonb NOT NULL,
    run_id text DEFAULT ''::text NOT NULL,
    trained_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT model_versions_decision_check CHECK ((decision = ANY (ARRAY['first'::text, 'promoted'::text, 'refused'::text, 'no_skill'::text])))
);
COMMENT ON TABLE ml.model_versions IS 'One row per trained model version and the gate''s decision.';
COMMENT ON COLUMN ml.model_versions.model IS 'Name of the ModelSpec, such as delay_open.';
COMMENT ON COLUMN ml.model_versions.version IS 'The version in the MLflow registry.';
COMMENT ON COLUMN ml.model_versions.alias IS 'Alias in the registry when last decided: champion, challenger, or null once replaced.';
COMMENT ON COLUMN ml.model_versions.trained_for_day IS 'Business day whose evening bounds all that the model has seen; one version per day.';
COMMENT ON COLUMN ml.model_versions.decision IS 'first: skill and no champion before; promoted: not worse than the champion on the same rows; refused: worse; no_skill: lower bound of its AUC under the gate.';
COMMENT ON COLUMN ml.model_versions.reason IS 'The decision as a sentence, with the figures.';
COMMENT ON COLUMN ml.model_versions.metrics IS 'Test figures with 95 % intervals by order: auc, average_precision, brier, log_loss, ...';
COMMENT ON COLUMN ml.model_versions.run_id IS 'The run in MLflow that holds parameters and files.';
COMMENT ON COLUMN ml.model_versions.trained_at IS 'Clock time of the training (audit only).';
CREATE TABLE ml.served_models (
    day date NOT NULL,
    model text NOT NULL,
    version integer NOT NULL,
    served_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE ml.served_models IS 'One row per night and model: the version that scored it; a re-run serves the same one.';
COMMENT ON COLUMN ml.served_models.day IS 'Business day of the night.';
COMMENT ON COLUMN ml.served_models.model IS 'Name of the models spec.';
COMMENT ON COLUMN ml.served_models.version IS 'Never a version trained for a later day.';
COMMENT ON COLUMN ml.served_models.served_at IS 'Clock time of the first scoring (audit only).';
CREATE TABLE ops.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE ops.cases (
    order_id text NOT NULL,
    recipient text NOT NULL,
    band text NOT NULL,
    day date NOT NULL,
    message_id text NOT NULL,
    probability numeric NOT NULL
);
COMMENT ON TABLE ops.cases IS 'Orders that somebody was alerted about. Grain: order, recipient and band.';
COMMENT ON COLUMN ops.cases.order_id IS 'Order.';
COMMENT ON COLUMN ops.cases.recipient IS 'E-mail address that was told.';
COMMENT ON COLUMN ops.cases.band IS 'Risk band at that time: high, medium or low.';
COMMENT ON COLUMN ops.cases.day IS 'Business day of the alert.';
COMMENT ON COLUMN ops.cases.message_id IS 'Mail in ops.outbox that told it.';
COMMENT ON COLUMN ops.cases.probability IS 'Probability of a delay at that time.';
CREATE TABLE ops.load_ledger (
    day date NOT NULL,
    file_name text NOT NULL,
    table_name text NOT NULL,
    rows_read bigint NOT NULL,
    rows_loaded bigint NOT NULL,
    rows_merged bigint NOT NULL,
    rows_quarantined bigint NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT load_ledger_balances CHECK ((rows_read = ((rows_loaded + rows_merged) + rows_quarantined))),
    CONSTRAINT load_ledger_check CHECK ((LEAST(rows_loaded, rows_merged, rows_quarantined, bytes) >= 0))
);
COMMENT ON TABLE ops.load_ledger IS 'What became of each row of each file. Grain: business day and file.';
COMMENT ON COLUMN ops.load_ledger.day IS 'Business day of the drop.';
COMMENT ON COLUMN ops.load_ledger.file_name IS 'File in the drop''s folder.';
COMMENT ON COLUMN ops.load_ledger.table_name IS 'Bronze table that the file fills.';
COMMENT ON COLUMN ops.load_ledger.rows_read IS 'Rows in the file, the header apart.';
COMMENT ON COLUMN ops.load_ledger.rows_loaded IS 'Rows that are in bronze.';
COMMENT ON COLUMN ops.load_ledger.rows_merged IS 'Rows replaced by a later row of the same key within the day.';
COMMENT ON COLUMN ops.load_ledger.rows_quarantined IS 'Rows in ops.quarantine, with a reason.';
COMMENT ON COLUMN ops.load_ledger.bytes IS 'Size of the file as delivered.';
COMMENT ON COLUMN ops.load_ledger.sha256 IS 'Checksum of the file as delivered.';
COMMENT ON COLUMN ops.load_ledger.loaded_at IS 'Clock time of the load (audit only).';
CREATE TABLE ops.nights (
    day date NOT NULL,
    run_id text NOT NULL,
    kind text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT nights_kind_check CHECK ((kind = ANY (ARRAY['scheduled'::text, 'manual'::text, 'replay'::text, 'backfill'::text])))
);
COMMENT ON TABLE ops.nights IS 'Runs of each night and who asked for them. Grain: business day and run.';
COMMENT ON COLUMN ops.nights.day IS 'Business day.';
COMMENT ON COLUMN ops.nights.run_id IS 'Run of the ingest DAG.';
COMMENT ON COLUMN ops.nights.kind IS 'scheduled, manual, replay or backfill; a backfill mails nothing.';
COMMENT ON COLUMN ops.nights.started_at IS 'Clock time of the run''s latest start.';
CREATE TABLE ops.outbox (
    message_id text NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    recipient text NOT NULL,
    dedupe_key text NOT NULL,
    subject text NOT NULL,
    body jsonb NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    send_by timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    unconfirmed_attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    reported_at timestamp with time zone,
    CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['alert'::text, 'digest'::text]))),
    CONSTRAINT outbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'dropped'::text])))
);
COMMENT ON TABLE ops.outbox IS 'Mails to send and mails sent. Grain: message.';
COMMENT ON COLUMN ops.outbox.message_id IS 'Stable Message-ID of the mail.';
COMMENT ON COLUMN ops.outbox.kind IS 'alert or digest.';
COMMENT ON COLUMN ops.outbox.day IS 'Business day that the mail is about.';
COMMENT ON COLUMN ops.outbox.recipient IS 'E-mail address.';
COMMENT ON COLUMN ops.outbox.dedupe_key IS 'What may be mailed only once.';
COMMENT ON COLUMN ops.outbox.subject IS 'Subject line.';
COMMENT ON COLUMN ops.outbox.body IS 'What the message is built from: text, html, attachments.';
COMMENT ON COLUMN ops.outbox.state IS 'queued, sent or dropped.';
COMMENT ON COLUMN ops.outbox.send_by IS 'Moment after which the mail is dropped instead of sent.';
COMMENT ON COLUMN ops.outbox.attempts IS 'Attempts to send so far.';
COMMENT ON COLUMN ops.outbox.unconfirmed_attempts IS 'Attempts whose whole text went out while the server''s answer never came; two end the mail.';
COMMENT ON COLUMN ops.outbox.last_error IS 'What the mail server said last, null after success.';
COMMENT ON COLUMN ops.outbox.created_at IS 'Clock time of the decision.';
COMMENT ON COLUMN ops.outbox.sent_at IS 'Clock time the server took the mail.';
COMMENT ON COLUMN ops.outbox.reported_at IS 'Clock time a run failed because this mail was dropped; null while nobody knows.';
CREATE TABLE ops.published_days (
    day date NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE ops.published_days IS 'Business days whose gold passed its checks and was committed. Grain: business day.';
COMMENT ON COLUMN ops.published_days.day IS 'Business day.';
COMMENT ON COLUMN ops.published_days.published_at IS 'Clock time of the latest publication.';
CREATE TABLE ops.quarantine (
    quarantine_id bigint NOT NULL,
    day date NOT NULL,
    file_name text NOT NULL,
    table_name text NOT NULL,
    line_number bigint NOT NULL,
    column_name text,
    value text,
    reason text NOT NULL,
    raw bytea NOT NULL,
    quarantined_at timestamp with time zone DEFAULT now() NOT NULL,
    replayed_at timestamp with time zone
);
COMMENT ON TABLE ops.quarantine IS 'Source rows that could not be loaded, never dropped. Grain: rejected row; replaced with its day.';
COMMENT ON COLUMN ops.quarantine.quarantine_id IS 'Number of the entry; new after a re-run.';
COMMENT ON COLUMN ops.quarantine.day IS 'Business day of the drop.';
COMMENT ON COLUMN ops.quarantine.file_name IS 'File in the drop''s folder.';
COMMENT ON COLUMN ops.quarantine.table_name IS 'Bronze table that the file fills.';
COMMENT ON COLUMN ops.quarantine.line_number IS 'Line of the file on which the row starts; the header is usually line 1.';
COMMENT ON COLUMN ops.quarantine.column_name IS 'First column at fault; null when the whole line is (too many or too few fields).';
COMMENT ON COLUMN ops.quarantine.value IS 'What stood in that column.';
COMMENT ON COLUMN ops.quarantine.reason IS 'What is wrong and what was expected, for a person.';
COMMENT ON COLUMN ops.quarantine.raw IS 'The line''s bytes as delivered.';
COMMENT ON COLUMN ops.quarantine.quarantined_at IS 'Clock time of the load (audit only).';
COMMENT ON COLUMN ops.quarantine.replayed_at IS 'Clock time of a replay after a fix, else null.';
ALTER TABLE ops.quarantine ALTER COLUMN quarantine_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.quarantine_quarantine_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE ops.steps (
    day date NOT NULL,
    step text NOT NULL,
    state text NOT NULL,
    run_id text DEFAULT ''::text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT steps_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
COMMENT ON TABLE ops.steps IS 'State of each step of each night. Grain: business day and step.';
COMMENT ON COLUMN ops.steps.day IS 'Business day.';
COMMENT ON COLUMN ops.steps.step IS 'ingest, transform, train, score, alert, drift, report, digest or watch.';
COMMENT ON COLUMN ops.steps.state IS 'running, done or failed.';
COMMENT ON COLUMN ops.steps.run_id IS 'Airflow run, empty outside Airflow.';
COMMENT ON COLUMN ops.steps.started_at IS 'Clock time of the latest start.';
COMMENT ON COLUMN ops.steps.ended_at IS 'Clock time of the end; null while it runs.';
COMMENT ON COLUMN ops.steps.detail IS 'Figures of the step, or the sentence of its failure.';
CREATE TABLE ops.touched_keys (
    table_name text NOT NULL,
    key jsonb NOT NULL,
    touched_day date NOT NULL
);
COMMENT ON TABLE ops.touched_keys IS 'Silver keys that gold has yet to recompute. Grain: silver table and key.';
COMMENT ON COLUMN ops.touched_keys.table_name IS 'Canonical table, such as orders.';
COMMENT ON COLUMN ops.touched_keys.key IS 'Key columns and values, such as {"order_id": "a", "line_number": 1}.';
COMMENT ON COLUMN ops.touched_keys.touched_day IS 'Latest business day that touched the key.';
CREATE TABLE silver.categories_versions (
    category text NOT NULL,
    category_english text,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT categories_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.categories_versions IS 'Every version of a category. Grain: category, known_from.';
COMMENT ON COLUMN silver.categories_versions.category IS 'Category in the language of the source, as in silver.products.';
COMMENT ON COLUMN silver.categories_versions.category_english IS 'The same category in English.';
COMMENT ON COLUMN silver.categories_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.categories_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.categories_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.categories_versions._row IS 'Line number in that file.';
CREATE VIEW silver.categories AS
 SELECT category,
    category_english,
    known_from
   FROM silver.categories_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.categories IS 'Every category as known now. Grain: one product category.';
CREATE TABLE silver.customers_versions (
    customer_id text NOT NULL,
    person_id text,
    customer_name text,
    email text,
    phone text,
    address text,
    postal_code text,
    city text,
    area text,
    segment text,
    registered_date date,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT customers_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.customers_versions IS 'Every version of a customer. Grain: customer_id, known_from.';
COMMENT ON COLUMN silver.customers_versions.customer_id IS 'Account that the source issues.';
COMMENT ON COLUMN silver.customers_versions.person_id IS 'Person behind the account; equal to customer_id where the source knows no difference.';
COMMENT ON COLUMN silver.customers_versions.customer_name IS 'Name as the source spells it.';
COMMENT ON COLUMN silver.customers_versions.email IS 'E-mail address.';
COMMENT ON COLUMN silver.customers_versions.phone IS 'Telephone number.';
COMMENT ON COLUMN silver.customers_versions.address IS 'Street address.';
COMMENT ON COLUMN silver.customers_versions.postal_code IS 'Postal code, joins silver.places.';
COMMENT ON COLUMN silver.customers_versions.city IS 'City.';
COMMENT ON COLUMN silver.customers_versions.area IS 'Place that alerts are routed by (Olist: state; demo: area).';
COMMENT ON COLUMN silver.customers_versions.segment IS 'Segment given by the source.';
COMMENT ON COLUMN silver.customers_versions.registered_date IS 'Local date of the registration.';
COMMENT ON COLUMN silver.customers_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.customers_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.customers_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.customers_versions._row IS 'Line number in that file.';
CREATE VIEW silver.customers AS
 SELECT customer_id,
    person_id,
    customer_name,
    email,
    phone,
    address,
    postal_code,
    city,
    area,
    segment,
    registered_date,
    known_from
   FROM silver.customers_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.customers IS 'Every customer as known now. Grain: one account that the source issues.';
CREATE TABLE silver.deliveries_versions (
    order_id text NOT NULL,
    partner_id text,
    handed_over_at timestamp with time zone,
    delivered_at timestamp with time zone,
    distance_km numeric,
    delay_reason text,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT deliveries_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.deliveries_versions IS 'Every version of a delivery. Grain: order_id, known_from.';
COMMENT ON COLUMN silver.deliveries_versions.order_id IS 'Order.';
COMMENT ON COLUMN silver.deliveries_versions.partner_id IS 'Delivery partner.';
COMMENT ON COLUMN silver.deliveries_versions.handed_over_at IS 'Moment the carrier or courier took over.';
COMMENT ON COLUMN silver.deliveries_versions.delivered_at IS 'Moment the customer received the order; null while it is open.';
COMMENT ON COLUMN silver.deliveries_versions.distance_km IS 'Distance driven, kilometres.';
COMMENT ON COLUMN silver.deliveries_versions.delay_reason IS 'Reason the source gives for a delay; written after delivery, so never a feature.';
COMMENT ON COLUMN silver.deliveries_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.deliveries_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.deliveries_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.deliveries_versions._row IS 'Line number in that file.';
CREATE VIEW silver.deliveries AS
 SELECT order_id,
    partner_id,
    handed_over_at,
    delivered_at,
    distance_km,
    delay_reason,
    known_from
   FROM silver.deliveries_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.deliveries IS 'Every delivery as known now. Grain: one delivery, one per order.';
CREATE TABLE silver.inventory_movements_versions (
    product_id text NOT NULL,
    movement_date date NOT NULL,
    seller_id text,
    received_quantity numeric,
    damaged_quantity numeric,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT inventory_movements_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.inventory_movements_versions IS 'Every version of a stock movement. Grain: product_id, movement_date, known_from.';
COMMENT ON COLUMN silver.inventory_movements_versions.product_id IS 'Product.';
COMMENT ON COLUMN silver.inventory_movements_versions.movement_date IS 'Local date of the movement.';
COMMENT ON COLUMN silver.inventory_movements_versions.seller_id IS 'Seller or store whose stock moved.';
COMMENT ON COLUMN silver.inventory_movements_versions.received_quantity IS 'Pieces received.';
COMMENT ON COLUMN silver.inventory_movements_versions.damaged_quantity IS 'Pieces written off as damaged.';
COMMENT ON COLUMN silver.inventory_movements_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.inventory_movements_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.inventory_movements_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.inventory_movements_versions._row IS 'Line number in that file.';
CREATE VIEW silver.inventory_movements AS
 SELECT product_id,
    movement_date,
    seller_id,
    received_quantity,
    damaged_quantity,
    known_from
   FROM silver.inventory_movements_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.inventory_movements IS 'Every stock movement as known now. Grain: one product and date.';
CREATE TABLE silver.marketing_spend_versions (
    campaign_id text NOT NULL,
    spend_date date NOT NULL,
    channel text NOT NULL,
    audience text NOT NULL,
    campaign_name text,
    impressions_count bigint,
    clicks_count bigint,
    conversions_count bigint,
    spend_amount numeric,
    attributed_revenue_amount numeric,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT marketing_spend_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.marketing_spend_versions IS 'Every version of a spend row. Grain: campaign_id, spend_date, channel, audience, known_from.';
COMMENT ON COLUMN silver.marketing_spend_versions.campaign_id IS 'Campaign.';
COMMENT ON COLUMN silver.marketing_spend_versions.spend_date IS 'Local date of the spend.';
COMMENT ON COLUMN silver.marketing_spend_versions.channel IS 'Channel, empty where the source names none.';
COMMENT ON COLUMN silver.marketing_spend_versions.audience IS 'Audience, empty where the source names none.';
COMMENT ON COLUMN silver.marketing_spend_versions.campaign_name IS 'Name as the source spells it.';
COMMENT ON COLUMN silver.marketing_spend_versions.impressions_count IS 'Times shown.';
COMMENT ON COLUMN silver.marketing_spend_versions.clicks_count IS 'Clicks.';
COMMENT ON COLUMN silver.marketing_spend_versions.conversions_count IS 'Conversions as the source counts them.';
COMMENT ON COLUMN silver.marketing_spend_versions.spend_amount IS 'Money spent.';
COMMENT ON COLUMN silver.marketing_spend_versions.attributed_revenue_amount IS 'Revenue that the source attributes to the campaign; never used as revenue.';
COMMENT ON COLUMN silver.marketing_spend_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.marketing_spend_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.marketing_spend_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.marketing_spend_versions._row IS 'Line number in that file.';
CREATE VIEW silver.marketing_spend AS
 SELECT campaign_id,
    spend_date,
    channel,
    audience,
    campaign_name,
    impressions_count,
    clicks_count,
    conversions_count,
    spend_amount,
    attributed_revenue_amount,
    known_from
   FROM silver.marketing_spend_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.marketing_spend IS 'Every spend row as known now. Grain: one campaign, date, channel and audience.';
CREATE TABLE silver.order_items_versions (
    order_id text NOT NULL,
    line_number integer NOT NULL,
    product_id text,
    seller_id text,
    quantity numeric,
    unit_price_amount numeric,
    freight_amount numeric,
    handover_due_at timestamp with time zone,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT order_items_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.order_items_versions IS 'Every version of a order line. Grain: order_id, line_number, known_from.';
COMMENT ON COLUMN silver.order_items_versions.order_id IS 'Order.';
COMMENT ON COLUMN silver.order_items_versions.line_number IS 'Number of the line within the order, from 1.';
COMMENT ON COLUMN silver.order_items_versions.product_id IS 'Product.';
COMMENT ON COLUMN silver.order_items_versions.seller_id IS 'Seller or store of the line.';
COMMENT ON COLUMN silver.order_items_versions.quantity IS 'Pieces.';
COMMENT ON COLUMN silver.order_items_versions.unit_price_amount IS 'Price of one piece without freight.';
COMMENT ON COLUMN silver.order_items_versions.freight_amount IS 'Freight of the whole line.';
COMMENT ON COLUMN silver.order_items_versions.handover_due_at IS 'Latest moment for the seller to hand over to the carrier.';
COMMENT ON COLUMN silver.order_items_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.order_items_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.order_items_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.order_items_versions._row IS 'Line number in that file.';
CREATE VIEW silver.order_items AS
 SELECT order_id,
    line_number,
    product_id,
    seller_id,
    quantity,
    unit_price_amount,
    freight_amount,
    handover_due_at,
    known_from
   FROM silver.order_items_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.order_items IS 'Every order line as known now. Grain: one line of an order.';
CREATE TABLE silver.orders_versions (
    order_id text NOT NULL,
    customer_id text,
    seller_id text,
    partner_id text,
    status text,
    ordered_at timestamp with time zone,
    approved_at timestamp with time zone,
    promised_from_at timestamp with time zone,
    promised_at timestamp with time zone,
    postal_code text,
    city text,
    area text,
    payment_method text,
    order_amount numeric,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT orders_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.orders_versions IS 'Every version of a order. Grain: order_id, known_from.';
COMMENT ON COLUMN silver.orders_versions.order_id IS 'Order.';
COMMENT ON COLUMN silver.orders_versions.customer_id IS 'Account that ordered, joins silver.customers.';
COMMENT ON COLUMN silver.orders_versions.seller_id IS 'Seller or store, where the order names one.';
COMMENT ON COLUMN silver.orders_versions.partner_id IS 'Delivery partner, where the order names one.';
COMMENT ON COLUMN silver.orders_versions.status IS 'created, approved, shipped, delivered or cancelled.';
COMMENT ON COLUMN silver.orders_versions.ordered_at IS 'Moment of the purchase.';
COMMENT ON COLUMN silver.orders_versions.approved_at IS 'Moment the payment was approved.';
COMMENT ON COLUMN silver.orders_versions.promised_from_at IS 'Start of the promised slot, where there is one.';
COMMENT ON COLUMN silver.orders_versions.promised_at IS 'Latest promised moment of delivery, as stamped.';
COMMENT ON COLUMN silver.orders_versions.postal_code IS 'Postal code of the delivery address.';
COMMENT ON COLUMN silver.orders_versions.city IS 'City of the delivery address.';
COMMENT ON COLUMN silver.orders_versions.area IS 'Area of the delivery address.';
COMMENT ON COLUMN silver.orders_versions.payment_method IS 'Payment method named on the order.';
COMMENT ON COLUMN silver.orders_versions.order_amount IS 'Total that the source states on the order; never used as revenue.';
COMMENT ON COLUMN silver.orders_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.orders_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.orders_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.orders_versions._row IS 'Line number in that file.';
CREATE VIEW silver.orders AS
 SELECT order_id,
    customer_id,
    seller_id,
    partner_id,
    status,
    ordered_at,
    approved_at,
    promised_from_at,
    promised_at,
    postal_code,
    city,
    area,
    payment_method,
    order_amount,
    known_from
   FROM silver.orders_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.orders IS 'Every order as known now. Grain: one order.';
CREATE TABLE silver.partners_versions (
    partner_id text NOT NULL,
    partner_name text,
    vehicle text,
    seller_id text,
    hired_date date,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT partners_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.partners_versions IS 'Every version of a partner. Grain: partner_id, known_from.';
COMMENT ON COLUMN silver.partners_versions.partner_id IS 'Delivery partner.';
COMMENT ON COLUMN silver.partners_versions.partner_name IS 'Name as the source spells it.';
COMMENT ON COLUMN silver.partners_versions.vehicle IS 'Vehicle, such as bicycle or van.';
COMMENT ON COLUMN silver.partners_versions.seller_id IS 'Seller or store the partner rides for.';
COMMENT ON COLUMN silver.partners_versions.hired_date IS 'Local date of the first working day.';
COMMENT ON COLUMN silver.partners_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.partners_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.partners_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.partners_versions._row IS 'Line number in that file.';
CREATE VIEW silver.partners AS
 SELECT partner_id,
    partner_name,
    vehicle,
    seller_id,
    hired_date,
    known_from
   FROM silver.partners_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.partners IS 'Every partner as known now. Grain: one delivery partner (courier).';
CREATE TABLE silver.payments_versions (
    order_id text NOT NULL,
    payment_number integer NOT NULL,
    payment_method text,
    installments_count integer,
    paid_amount numeric,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT payments_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.payments_versions IS 'Every version of a payment. Grain: order_id, payment_number, known_from.';
COMMENT ON COLUMN silver.payments_versions.order_id IS 'Order.';
COMMENT ON COLUMN silver.payments_versions.payment_number IS 'Number of the payment within the order, from 1.';
COMMENT ON COLUMN silver.payments_versions.payment_method IS 'Payment method.';
COMMENT ON COLUMN silver.payments_versions.installments_count IS 'Instalments agreed.';
COMMENT ON COLUMN silver.payments_versions.paid_amount IS 'Amount paid, freight included.';
COMMENT ON COLUMN silver.payments_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.payments_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.payments_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.payments_versions._row IS 'Line number in that file.';
CREATE VIEW silver.payments AS
 SELECT order_id,
    payment_number,
    payment_method,
    installments_count,
    paid_amount,
    known_from
   FROM silver.payments_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.payments IS 'Every payment as known now. Grain: one payment of an order.';
CREATE TABLE silver.places_versions (
    postal_code text NOT NULL,
    latitude numeric,
    longitude numeric,
    city text,
    area text,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT places_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.places_versions IS 'Every version of a place. Grain: postal_code, known_from.';
COMMENT ON COLUMN silver.places_versions.postal_code IS 'Postal code.';
COMMENT ON COLUMN silver.places_versions.latitude IS 'Latitude, degrees north.';
COMMENT ON COLUMN silver.places_versions.longitude IS 'Longitude, degrees east.';
COMMENT ON COLUMN silver.places_versions.city IS 'City.';
COMMENT ON COLUMN silver.places_versions.area IS 'Area.';
COMMENT ON COLUMN silver.places_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.places_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.places_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.places_versions._row IS 'Line number in that file.';
CREATE VIEW silver.places AS
 SELECT postal_code,
    latitude,
    longitude,
    city,
    area,
    known_from
   FROM silver.places_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.places IS 'Every place as known now. Grain: one postal code.';
CREATE TABLE silver.products_versions (
    product_id text NOT NULL,
    product_name text,
    category text,
    category_english text,
    brand text,
    price_amount numeric,
    weight_grams numeric,
    volume_cm3 numeric,
    photos_count integer,
    shelf_life_days integer,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT products_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.products_versions IS 'Every version of a product. Grain: product_id, known_from.';
COMMENT ON COLUMN silver.products_versions.product_id IS 'Product.';
COMMENT ON COLUMN silver.products_versions.product_name IS 'Name as the source spells it.';
COMMENT ON COLUMN silver.products_versions.category IS 'Category in the language of the source.';
COMMENT ON COLUMN silver.products_versions.category_english IS 'Category in English where the source gives it on the product; else see silver.categories.';
COMMENT ON COLUMN silver.products_versions.brand IS 'Brand.';
COMMENT ON COLUMN silver.products_versions.price_amount IS 'List price in the currency of the source.';
COMMENT ON COLUMN silver.products_versions.weight_grams IS 'Weight of one piece, grams.';
COMMENT ON COLUMN silver.products_versions.volume_cm3 IS 'Volume of one packed piece, cubic centimetres.';
COMMENT ON COLUMN silver.products_versions.photos_count IS 'Photos in the listing.';
COMMENT ON COLUMN silver.products_versions.shelf_life_days IS 'Days until it spoils.';
COMMENT ON COLUMN silver.products_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.products_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.products_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.products_versions._row IS 'Line number in that file.';
CREATE VIEW silver.products AS
 SELECT product_id,
    product_name,
    category,
    category_english,
    brand,
    price_amount,
    weight_grams,
    volume_cm3,
    photos_count,
    shelf_life_days,
    known_from
   FROM silver.products_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.products IS 'Every product as known now. Grain: one product.';
CREATE TABLE silver.reviews_versions (
    review_id text NOT NULL,
    order_id text NOT NULL,
    product_id text,
    customer_id text,
    stars integer,
    review_title text,
    review_text text,
    category text,
    reviewed_at timestamp with time zone,
    answered_at timestamp with time zone,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT reviews_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.reviews_versions IS 'Every version of a review. Grain: review_id, order_id, known_from.';
COMMENT ON COLUMN silver.reviews_versions.review_id IS 'Review; Olist repeats one id over several orders.';
COMMENT ON COLUMN silver.reviews_versions.order_id IS 'Order, empty where a review belongs to none.';
COMMENT ON COLUMN silver.reviews_versions.product_id IS 'Product, where the review names one.';
COMMENT ON COLUMN silver.reviews_versions.customer_id IS 'Account that wrote it.';
COMMENT ON COLUMN silver.reviews_versions.stars IS 'Stars, 1 to 5.';
COMMENT ON COLUMN silver.reviews_versions.review_title IS 'Title.';
COMMENT ON COLUMN silver.reviews_versions.review_text IS 'Text, in the language of the source.';
COMMENT ON COLUMN silver.reviews_versions.category IS 'Subject that the source assigns to the text.';
COMMENT ON COLUMN silver.reviews_versions.reviewed_at IS 'Moment the review was written.';
COMMENT ON COLUMN silver.reviews_versions.answered_at IS 'Moment it was answered.';
COMMENT ON COLUMN silver.reviews_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.reviews_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.reviews_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.reviews_versions._row IS 'Line number in that file.';
CREATE VIEW silver.reviews AS
 SELECT review_id,
    order_id,
    product_id,
    customer_id,
    stars,
    review_title,
    review_text,
    category,
    reviewed_at,
    answered_at,
    known_from
   FROM silver.reviews_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.reviews IS 'Every review as known now. Grain: one review of one order.';
CREATE TABLE silver.sellers_versions (
    seller_id text NOT NULL,
    seller_name text,
    postal_code text,
    city text,
    area text,
    known_from date NOT NULL,
    known_to date,
    _file text NOT NULL,
    _row bigint NOT NULL,
    CONSTRAINT sellers_versions_check CHECK ((known_from < known_to))
);
COMMENT ON TABLE silver.sellers_versions IS 'Every version of a seller. Grain: seller_id, known_from.';
COMMENT ON COLUMN silver.sellers_versions.seller_id IS 'Seller or store.';
COMMENT ON COLUMN silver.sellers_versions.seller_name IS 'Name as the source spells it.';
COMMENT ON COLUMN silver.sellers_versions.postal_code IS 'Postal code, joins silver.places.';
COMMENT ON COLUMN silver.sellers_versions.city IS 'City.';
COMMENT ON COLUMN silver.sellers_versions.area IS 'Place that alerts are routed by.';
COMMENT ON COLUMN silver.sellers_versions.known_from IS 'Business day from whose end on this version is known.';
COMMENT ON COLUMN silver.sellers_versions.known_to IS 'First business day that knows better; null for the current version.';
COMMENT ON COLUMN silver.sellers_versions._file IS 'File that the version came from.';
COMMENT ON COLUMN silver.sellers_versions._row IS 'Line number in that file.';
CREATE VIEW silver.sellers AS
 SELECT seller_id,
    seller_name,
    postal_code,
    city,
    area,
    known_from
   FROM silver.sellers_versions
  WHERE (known_to IS NULL);
COMMENT ON VIEW silver.sellers IS 'Every seller as known now. Grain: one seller or store.';
ALTER TABLE ONLY gold.daily_kpis
    ADD CONSTRAINT daily_kpis_pkey PRIMARY KEY (date);
ALTER TABLE ONLY gold.dim_customers
    ADD CONSTRAINT dim_customers_pkey PRIMARY KEY (customer_id);
ALTER TABLE ONLY gold.dim_dates
    ADD CONSTRAINT dim_dates_pkey PRIMARY KEY (date);
ALTER TABLE ONLY gold.dim_partners
    ADD CONSTRAINT dim_partners_pkey PRIMARY KEY (partner_id);
ALTER TABLE ONLY gold.dim_products
    ADD CONSTRAINT dim_products_pkey PRIMARY KEY (product_id);
ALTER TABLE ONLY gold.dim_sellers
    ADD CONSTRAINT dim_sellers_pkey PRIMARY KEY (seller_id);
ALTER TABLE ONLY gold.fact_deliveries
    ADD CONSTRAINT fact_deliveries_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY gold.fact_orders
    ADD CONSTRAINT fact_orders_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY gold.fact_reviews
    ADD CONSTRAINT fact_reviews_pkey PRIMARY KEY (review_id, order_id);
ALTER TABLE ONLY gold.fact_sales
    ADD CONSTRAINT fact_sales_pkey PRIMARY KEY (order_id, line_number);
ALTER TABLE ONLY ml.delay_reasons
    ADD CONSTRAINT delay_reasons_pkey PRIMARY KEY (day, model, order_id, feature);
ALTER TABLE ONLY ml.delay_scores
    ADD CONSTRAINT delay_scores_pkey PRIMARY KEY (day, model, order_id);
ALTER TABLE ONLY ml.drift_metrics
    ADD CONSTRAINT drift_metrics_pkey PRIMARY KEY (day, model, column_name, method);
ALTER TABLE ONLY ml.features_delay_open
    ADD CONSTRAINT features_delay_open_pkey PRIMARY KEY (day, order_id, feature_version);
ALTER TABLE ONLY ml.model_versions
    ADD CONSTRAINT model_versions_model_trained_for_day_key UNIQUE (model, trained_for_day);
ALTER TABLE ONLY ml.model_versions
    ADD CONSTRAINT model_versions_pkey PRIMARY KEY (model, version);
ALTER TABLE ONLY ml.served_models
    ADD CONSTRAINT served_models_pkey PRIMARY KEY (day, model);
ALTER TABLE ONLY ops.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ops.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (order_id, recipient, band);
ALTER TABLE ONLY ops.load_ledger
    ADD CONSTRAINT load_ledger_pkey PRIMARY KEY (day, file_name);
ALTER TABLE ONLY ops.nights
    ADD CONSTRAINT nights_pkey PRIMARY KEY (day, run_id);
ALTER TABLE ONLY ops.outbox
    ADD CONSTRAINT outbox_dedupe_key_key UNIQUE (dedupe_key);
ALTER TABLE ONLY ops.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (message_id);
ALTER TABLE ONLY ops.published_days
    ADD CONSTRAINT published_days_pkey PRIMARY KEY (day);
ALTER TABLE ONLY ops.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (quarantine_id);
ALTER TABLE ONLY ops.steps
    ADD CONSTRAINT steps_pkey PRIMARY KEY (day, step);
ALTER TABLE ONLY ops.touched_keys
    ADD CONSTRAINT touched_keys_pkey PRIMARY KEY (table_name, key);
ALTER TABLE ONLY silver.categories_versions
    ADD CONSTRAINT categories_versions_pkey PRIMARY KEY (category, known_from);
ALTER TABLE ONLY silver.customers_versions
    ADD CONSTRAINT customers_versions_pkey PRIMARY KEY (customer_id, known_from);
ALTER TABLE ONLY silver.deliveries_versions
    ADD CONSTRAINT deliveries_versions_pkey PRIMARY KEY (order_id, known_from);
ALTER TABLE ONLY silver.inventory_movements_versions
    ADD CONSTRAINT inventory_movements_versions_pkey PRIMARY KEY (product_id, movement_date, known_from);
ALTER TABLE ONLY silver.marketing_spend_versions
    ADD CONSTRAINT marketing_spend_versions_pkey PRIMARY KEY (campaign_id, spend_date, channel, audience, known_from);
ALTER TABLE ONLY silver.order_items_versions
    ADD CONSTRAINT order_items_versions_pkey PRIMARY KEY (order_id, line_number, known_from);
ALTER TABLE ONLY silver.orders_versions
    ADD CONSTRAINT orders_versions_pkey PRIMARY KEY (order_id, known_from);
ALTER TABLE ONLY silver.partners_versions
    ADD CONSTRAINT partners_versions_pkey PRIMARY KEY (partner_id, known_from);
ALTER TABLE ONLY silver.payments_versions
    ADD CONSTRAINT payments_versions_pkey PRIMARY KEY (order_id, payment_number, known_from);
ALTER TABLE ONLY silver.places_versions
    ADD CONSTRAINT places_versions_pkey PRIMARY KEY (postal_code, known_from);
ALTER TABLE ONLY silver.products_versions
    ADD CONSTRAINT products_versions_pkey PRIMARY KEY (product_id, known_from);
ALTER TABLE ONLY silver.reviews_versions
    ADD CONSTRAINT reviews_versions_pkey PRIMARY KEY (review_id, order_id, known_from);
ALTER TABLE ONLY silver.sellers_versions
    ADD CONSTRAINT sellers_versions_pkey PRIMARY KEY (seller_id, known_from);
CREATE INDEX fact_deliveries_promised_date_idx ON gold.fact_deliveries USING btree (promised_date);
CREATE INDEX fact_orders_customer_id_idx ON gold.fact_orders USING btree (customer_id);
CREATE INDEX fact_orders_delivered_date_idx ON gold.fact_orders USING btree (delivered_date);
CREATE INDEX fact_orders_open_idx ON gold.fact_orders USING btree (promised_at) WHERE ((NOT is_delivered) AND (NOT is_cancelled));
CREATE INDEX fact_orders_ordered_date_idx ON gold.fact_orders USING btree (ordered_date);
CREATE INDEX fact_orders_promised_date_idx ON gold.fact_orders USING btree (promised_date);
CREATE INDEX fact_reviews_order_id_idx ON gold.fact_reviews USING btree (order_id);
CREATE INDEX fact_reviews_reviewed_date_idx ON gold.fact_reviews USING btree (reviewed_date);
CREATE INDEX fact_sales_ordered_date_idx ON gold.fact_sales USING btree (ordered_date);
CREATE INDEX fact_sales_product_id_idx ON gold.fact_sales USING btree (product_id);
CREATE INDEX cases_day ON ops.cases USING btree (day);
CREATE INDEX outbox_queued ON ops.outbox USING btree (created_at) WHERE (state = 'queued'::text);
CREATE INDEX quarantine_day ON ops.quarantine USING btree (day, table_name);
CREATE UNIQUE INDEX categories_versions_current ON silver.categories_versions USING btree (category) WHERE (known_to IS NULL);
CREATE INDEX categories_versions_known_from ON silver.categories_versions USING btree (known_from);
CREATE INDEX categories_versions_known_to ON silver.categories_versions USING btree (known_to);
CREATE UNIQUE INDEX customers_versions_current ON silver.customers_versions USING btree (customer_id) WHERE (known_to IS NULL);
CREATE INDEX customers_versions_known_from ON silver.customers_versions USING btree (known_from);
CREATE INDEX customers_versions_known_to ON silver.customers_versions USING btree (known_to);
CREATE INDEX customers_versions_person_id ON silver.customers_versions USING hash (person_id);
CREATE UNIQUE INDEX deliveries_versions_current ON silver.deliveries_versions USING btree (order_id) WHERE (known_to IS NULL);
CREATE INDEX deliveries_versions_known_from ON silver.deliveries_versions USING btree (known_from);
CREATE INDEX deliveries_versions_known_to ON silver.deliveries_versions USING btree (known_to);
CREATE UNIQUE INDEX inventory_movements_versions_current ON silver.inventory_movements_versions USING btree (product_id, movement_date) WHERE (known_to IS NULL);
CREATE INDEX inventory_movements_versions_known_from ON silver.inventory_movements_versions USING btree (known_from);
CREATE INDEX inventory_movements_versions_known_to ON silver.inventory_movements_versions USING btree (known_to);
CREATE UNIQUE INDEX marketing_spend_versions_current ON silver.marketing_spend_versions USING btree (campaign_id, spend_date, channel, audience) WHERE (known_to IS NULL);
CREATE INDEX marketing_spend_versions_known_from ON silver.marketing_spend_versions USING btree (known_from);
CREATE INDEX marketing_spend_versions_known_to ON silver.marketing_spend_versions USING btree (known_to);
CREATE UNIQUE INDEX order_items_versions_current ON silver.order_items_versions USING btree (order_id, line_number) WHERE (known_to IS NULL);
CREATE INDEX order_items_versions_known_from ON silver.order_items_versions USING btree (known_from);
CREATE INDEX order_items_versions_known_to ON silver.order_items_versions USING btree (known_to);
CREATE UNIQUE INDEX orders_versions_current ON silver.orders_versions USING btree (order_id) WHERE (known_to IS NULL);
CREATE INDEX orders_versions_customer_id ON silver.orders_versions USING hash (customer_id);
CREATE INDEX orders_versions_known_from ON silver.orders_versions USING btree (known_from);
CREATE INDEX orders_versions_known_to ON silver.orders_versions USING btree (known_to);
CREATE UNIQUE INDEX partners_versions_current ON silver.partners_versions USING btree (partner_id) WHERE (known_to IS NULL);
CREATE INDEX partners_versions_known_from ON silver.partners_versions USING btree (known_from);
CREATE INDEX partners_versions_known_to ON silver.partners_versions USING btree (known_to);
CREATE UNIQUE INDEX payments_versions_current ON silver.payments_versions USING btree (order_id, payment_number) WHERE (known_to IS NULL);
CREATE INDEX payments_versions_known_from ON silver.payments_versions USING btree (known_from);
CREATE INDEX payments_versions_known_to ON silver.payments_versions USING btree (known_to);
CREATE UNIQUE INDEX places_versions_current ON silver.places_versions USING btree (postal_code) WHERE (known_to IS NULL);
CREATE INDEX places_versions_known_from ON silver.places_versions USING btree (known_from);
CREATE INDEX places_versions_known_to ON silver.places_versions USING btree (known_to);
CREATE UNIQUE INDEX products_versions_current ON silver.products_versions USING btree (product_id) WHERE (known_to IS NULL);
CREATE INDEX products_versions_known_from ON silver.products_versions USING btree (known_from);
CREATE INDEX products_versions_known_to ON silver.products_versions USING btree (known_to);
CREATE UNIQUE INDEX reviews_versions_current ON silver.reviews_versions USING btree (review_id, order_id) WHERE (known_to IS NULL);
CREATE INDEX reviews_versions_known_from ON silver.reviews_versions USING btree (known_from);
CREATE INDEX reviews_versions_known_to ON silver.reviews_versions USING btree (known_to);
CREATE INDEX reviews_versions_order_id ON silver.reviews_versions USING btree (order_id);
CREATE UNIQUE INDEX sellers_versions_current ON silver.sellers_versions USING btree (seller_id) WHERE (known_to IS NULL);
CREATE INDEX sellers_versions_known_from ON silver.sellers_versions USING btree (known_from);
CREATE INDEX sellers_versions_known_to ON silver.sellers_versions USING btree (known_to);
