-- ops.cases: one row per order, recipient and band that was ever alerted.
-- An order is not told every night; a worse band is told again.

create table if not exists ops.cases (
    order_id text not null,
    recipient text not null,
    band text not null,
    day date not null,
    message_id text not null,
    probability numeric not null,
    primary key (order_id, recipient, band)
);

create index if not exists cases_day on ops.cases (day);

comment on table ops.cases is
'Orders that somebody was alerted about. Grain: order, recipient and band.';
comment on column ops.cases.order_id is 'Order.';
comment on column ops.cases.recipient is 'E-mail address that was told.';
comment on column ops.cases.band is 'Risk band at that time: high, medium or low.';
comment on column ops.cases.day is 'Business day of the alert.';
comment on column ops.cases.message_id is 'Mail in ops.outbox that told it.';
comment on column ops.cases.probability is 'Probability of a delay at that time.';
