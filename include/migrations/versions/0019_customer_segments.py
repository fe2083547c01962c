"""Split the customers into segments, and keep their sizes, values and moves by night."""

from alembic import op

revision = "0019"
down_revision = "0018"

SEGMENT_RULES = """
create table if not exists ml.segment_rules (
    fitted_day date not null,
    rules_version integer not null,
    method text not null check (method in ('bands', 'clusters')),
    rules jsonb not null,
    primary key (fitted_day, rules_version)
);

comment on table ml.segment_rules is
'One row per day that rules of segmentation were learned on: the last day of a month. They serve'
' the month after it and are never learned again.';
comment on column ml.segment_rules.fitted_day is
'Business day whose customers the rules were learned from.';
comment on column ml.segment_rules.rules_version is 'Version of the method in the code.';
comment on column ml.segment_rules.method is
'clusters where KMeans finds natural ones, else bands.';
comment on column ml.segment_rules.rules is
'Edges of the bands, centres and scales of the clusters, and the evidence: silhouettes, agreement.';
"""
SEGMENTS = """
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
"""
SEGMENT_MOVES = """
create table if not exists ml.segment_moves (
    day date not null,
    segment_before text not null,
    segment text not null,
    customers_count integer not null,
    primary key (day, segment_before, segment)
);

comment on table ml.segment_moves is
'One row per night and pair of segments: the customers who are in one now and were in the other 28'
' days before, both by the rules of the night. Grain: day, segment_before, segment.';
comment on column ml.segment_moves.day is 'Business day of the newer of the two evenings.';
comment on column ml.segment_moves.segment_before is
'Segment 28 days before; empty for those who had not ordered yet.';
comment on column ml.segment_moves.segment is
'Segment on the day, the same for those who stayed; empty for those whose orders were withdrawn.';
comment on column ml.segment_moves.customers_count is 'Customers.';
"""
CUSTOMER_SEGMENTS = """
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
"""


def upgrade() -> None:
    """Add the tables; the next night fills them."""
    for statements in (SEGMENT_RULES, SEGMENTS, SEGMENT_MOVES, CUSTOMER_SEGMENTS):
        op.execute(statements)
