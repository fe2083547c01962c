-- ops.muted_orders: one row per order that nobody is to be alerted about for a while.

create table if not exists ops.muted_orders (
    order_id text primary key,
    until_date date not null,
    reason text not null,
    muted_by text not null,
    muted_at timestamptz not null default clock_timestamp()
);

comment on table ops.muted_orders is
'Orders that are not alerted for a while, because somebody knows better. Grain: order.';
comment on column ops.muted_orders.order_id is 'Order.';
comment on column ops.muted_orders.until_date is 'Last business day without an alert.';
comment on column ops.muted_orders.reason is 'Why, as the person who muted it says.';
comment on column ops.muted_orders.muted_by is 'Login of that person.';
comment on column ops.muted_orders.muted_at is 'Clock time of the muting.';
