-- silver.orders: one order.
-- silver.orders_versions holds every version, the view the current one.

create table if not exists silver.orders_versions (
    order_id text not null,
    customer_id text,
    seller_id text,
    partner_id text,
    status text,
    ordered_at timestamptz,
    approved_at timestamptz,
    promised_from_at timestamptz,
    promised_at timestamptz,
    postal_code text,
    city text,
    area text,
    payment_method text,
    order_amount numeric,
    customer_order_number integer,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (order_id, known_from),
    check (known_from < known_to)
);

create index if not exists orders_versions_known_from
on silver.orders_versions using brin (known_from) with (autosummarize = on);
create index if not exists orders_versions_known_to
on silver.orders_versions (known_to) where known_to is not null;
create index if not exists orders_versions_customer_id
on silver.orders_versions using hash (customer_id);

comment on table silver.orders_versions is
'Every version of a order. Grain: order_id, known_from.';
comment on column silver.orders_versions.order_id is 'Order.';
comment on column silver.orders_versions.customer_id is
'Account that ordered, joins silver.customers.';
comment on column silver.orders_versions.seller_id is 'Seller or store, where the order names one.';
comment on column silver.orders_versions.partner_id is
'Delivery partner, where the order names one.';
comment on column silver.orders_versions.status is
'created, approved, shipped, delivered or cancelled.';
comment on column silver.orders_versions.ordered_at is 'Moment of the purchase.';
comment on column silver.orders_versions.approved_at is 'Moment the payment was approved.';
comment on column silver.orders_versions.promised_from_at is
'Start of the promised slot, where there is one.';
comment on column silver.orders_versions.promised_at is
'Latest promised moment of delivery, as stamped.';
comment on column silver.orders_versions.postal_code is 'Postal code of the delivery address.';
comment on column silver.orders_versions.city is 'City of the delivery address.';
comment on column silver.orders_versions.area is 'Area of the delivery address.';
comment on column silver.orders_versions.payment_method is 'Payment method named on the order.';
comment on column silver.orders_versions.order_amount is
'Total that the source states on the order; never used as revenue.';
comment on column silver.orders_versions.customer_order_number is
'Number of the order among its customer''s, from 1, where the source states one.';
comment on column silver.orders_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.orders_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.orders_versions._file is 'File that the version came from.';
comment on column silver.orders_versions._row is 'Line number in that file.';

create or replace view silver.orders as
select
    order_id,
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
    customer_order_number,
    known_from
from silver.orders_versions
where known_to is null;

comment on view silver.orders is
'Every order as known now. Grain: one order.';
