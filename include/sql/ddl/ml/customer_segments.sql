-- ml.customer_segments: one row per customer who has ordered, as of the newest night.
create table if not exists ml.customer_segments (
    customer_id text primary key,
    day date not null,
    segment text not null,
    recency_days integer,
    tenure_days integer,
    orders_count integer not null,
    cancelled_orders_count integer not null,
    revenue_amount numeric,
    average_order_amount numeric,
    settled_orders_count integer not null,
    late_orders_count integer not null,
    late_share numeric
);

create index if not exists customer_segments_segment_idx on ml.customer_segments (segment);

comment on table ml.customer_segments is
'One row per customer who has ordered: recency, frequency, money and segment as of the newest night'
' that was segmented. Earlier nights are in ml.segments. Grain: customer_id.';
comment on column ml.customer_segments.customer_id is 'The person: gold.dim_customers.';
comment on column ml.customer_segments.day is 'Business day on whose evening this was known.';
comment on column ml.customer_segments.segment is
'Segment: its title and what to do are in ml.segments.';
comment on column ml.customer_segments.recency_days is
'Days since the last order that was not cancelled; null without any.';
comment on column ml.customer_segments.tenure_days is 'Days since the first order of any status.';
comment on column ml.customer_segments.orders_count is 'Orders, without cancelled ones.';
comment on column ml.customer_segments.cancelled_orders_count is 'Cancelled orders.';
comment on column ml.customer_segments.revenue_amount is
'Items of the orders without freight; null where none states a price.';
comment on column ml.customer_segments.average_order_amount is
'Mean of the orders that state a price.';
comment on column ml.customer_segments.settled_orders_count is
'Orders delivered with a promise, or open after it.';
comment on column ml.customer_segments.late_orders_count is
'Of those, late or open after the promise.';
comment on column ml.customer_segments.late_share is
'late_orders_count / settled_orders_count; null without any.';
