-- ml.segments: one row per night and segment of customers: its size and value.
create table if not exists ml.segments (
    day date not null,
    segment text not null,
    title text not null,
    suggested_action text not null,
    fitted_day date not null,
    rules_version integer not null,
    customers_count integer not null,
    orders_count integer not null,
    revenue_amount numeric,
    average_order_amount numeric,
    median_recency_days double precision,
    settled_orders_count integer not null,
    late_orders_count integer not null,
    primary key (day, segment)
);

comment on table ml.segments is
'One row per night and segment of customers, as known on that evening. Grain: day, segment.';
comment on column ml.segments.day is 'Business day on whose evening the customers are counted.';
comment on column ml.segments.segment is 'Segment, as in ml.customer_segments.';
comment on column ml.segments.title is 'What people call it.';
comment on column ml.segments.suggested_action is 'What to do for its customers.';
comment on column ml.segments.fitted_day is 'Rules that split the customers: ml.segment_rules.';
comment on column ml.segments.rules_version is 'Version of those rules.';
comment on column ml.segments.customers_count is 'Customers who have ordered and belong to it.';
comment on column ml.segments.orders_count is 'Their orders so far, without cancelled ones.';
comment on column ml.segments.revenue_amount is
'Revenue of those orders; null where the source states no price.';
comment on column ml.segments.average_order_amount is 'revenue_amount / orders_count.';
comment on column ml.segments.median_recency_days is
'Median days since the last order that was not cancelled; null without any.';
comment on column ml.segments.settled_orders_count is
'Orders delivered with a promise, or open after it.';
comment on column ml.segments.late_orders_count is 'Of those, late or open after the promise.';
