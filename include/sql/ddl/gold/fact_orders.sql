-- gold.fact_orders: one row per order.
create table if not exists gold.fact_orders (
    order_id text primary key,
    customer_id text,
    seller_id text,
    partner_id text,
    status text,
    ordered_at timestamptz,
    ordered_date date,
    approved_at timestamptz,
    handed_over_at timestamptz,
    promised_from_at timestamptz,
    promised_at timestamptz,
    promised_date date,
    delivered_at timestamptz,
    delivered_date date,
    is_delivered boolean not null,
    is_cancelled boolean not null,
    is_late boolean,
    is_overdue boolean not null,
    delay_minutes numeric,
    items_count numeric not null,
    products_count integer not null,
    sellers_count integer not null,
    revenue_amount numeric not null,
    freight_amount numeric not null,
    paid_amount numeric not null,
    payment_method text,
    area text,
    city text,
    postal_code text,
    delay_reason text,
    distance_km numeric,
    stars smallint
);

create index if not exists fact_orders_customer_id_idx on gold.fact_orders (customer_id);
create index if not exists fact_orders_ordered_date_idx on gold.fact_orders (ordered_date);
create index if not exists fact_orders_promised_date_idx on gold.fact_orders (promised_date);
create index if not exists fact_orders_delivered_date_idx on gold.fact_orders (delivered_date);
create index if not exists fact_orders_open_idx on gold.fact_orders (promised_at)
where not is_delivered and not is_cancelled;

comment on table gold.fact_orders is
'One row per order of any status, in the state of the newest published day. Dates are local.';
comment on column gold.fact_orders.order_id is 'The order''s id in the source.';
comment on column gold.fact_orders.customer_id is 'The person who ordered: dim_customers.';
comment on column gold.fact_orders.seller_id is
'The order''s seller, else that of its largest item.';
comment on column gold.fact_orders.partner_id is
'Who delivers: the delivery''s, else the order''s.';
comment on column gold.fact_orders.status is 'created, approved, shipped, delivered or cancelled.';
comment on column gold.fact_orders.ordered_at is 'When the customer ordered.';
comment on column gold.fact_orders.ordered_date is 'Local date of ordered_at.';
comment on column gold.fact_orders.approved_at is 'When the payment was approved.';
comment on column gold.fact_orders.handed_over_at is 'When the seller handed it to the carrier.';
comment on column gold.fact_orders.promised_from_at is
'Start of the promised slot, if there is one.';
comment on column gold.fact_orders.promised_at is 'The promise: delivered by this moment.';
comment on column gold.fact_orders.promised_date is 'Local date of promised_at.';
comment on column gold.fact_orders.delivered_at is 'When the customer got it; null until then.';
comment on column gold.fact_orders.delivered_date is 'Local date of delivered_at.';
comment on column gold.fact_orders.is_delivered is 'There is a delivery time stamp.';
comment on column gold.fact_orders.is_cancelled is 'The status is cancelled.';
comment on column gold.fact_orders.is_late is 'delivered_at > promised_at; null until delivered.';
comment on column gold.fact_orders.is_overdue is 'Open, and promised before the newest day ended.';
comment on column gold.fact_orders.delay_minutes is
'delivered_at - promised_at in minutes: negative when early, null until delivered.';
comment on column gold.fact_orders.items_count is 'Units in the order, over all lines.';
comment on column gold.fact_orders.products_count is 'Distinct products.';
comment on column gold.fact_orders.sellers_count is 'Distinct sellers of the lines.';
comment on column gold.fact_orders.revenue_amount is 'Items without freight; 0 when cancelled.';
comment on column gold.fact_orders.freight_amount is 'Freight of the items; 0 when cancelled.';
comment on column gold.fact_orders.paid_amount is 'Sum of the payments, cancelled or not.';
comment on column gold.fact_orders.payment_method is
'The order''s, else that of the largest payment.';
comment on column gold.fact_orders.area is
'Where it goes: the order''s address, else the account''s.';
comment on column gold.fact_orders.city is 'City of the same address as area.';
comment on column gold.fact_orders.postal_code is 'Postal code of the same address as area.';
comment on column gold.fact_orders.delay_reason is 'The reason the source gives for a delay.';
comment on column gold.fact_orders.distance_km is 'Distance of the delivery, in kilometres.';
comment on column gold.fact_orders.stars is 'Stars of the newest review, 1 to 5.';
