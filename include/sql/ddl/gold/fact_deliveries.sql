-- gold.fact_deliveries: one row per order handed to a carrier or delivered.
create table if not exists gold.fact_deliveries (
    order_id text primary key,
    partner_id text,
    seller_id text,
    area text,
    promised_at timestamptz,
    promised_date date,
    handed_over_at timestamptz,
    delivered_at timestamptz,
    is_late boolean,
    delay_minutes numeric,
    handover_hours numeric,
    transit_hours numeric,
    distance_km numeric,
    delay_reason text
);

create index if not exists fact_deliveries_promised_date_idx
on gold.fact_deliveries (promised_date);

comment on table gold.fact_deliveries is
'One row per order that was handed to a carrier or delivered. State of the newest published day.';
comment on column gold.fact_deliveries.order_id is 'The order: fact_orders.';
comment on column gold.fact_deliveries.partner_id is 'Who delivers: dim_partners.';
comment on column gold.fact_deliveries.seller_id is 'The order''s main seller: dim_sellers.';
comment on column gold.fact_deliveries.area is 'Where it goes.';
comment on column gold.fact_deliveries.promised_at is 'The promise: delivered by this moment.';
comment on column gold.fact_deliveries.promised_date is 'Local date of promised_at.';
comment on column gold.fact_deliveries.handed_over_at is
'When the seller handed it to the carrier.';
comment on column gold.fact_deliveries.delivered_at is 'When the customer got it; null until then.';
comment on column gold.fact_deliveries.is_late is
'delivered_at > promised_at; null until delivered.';
comment on column gold.fact_deliveries.delay_minutes is
'delivered_at - promised_at in minutes: negative when early, null until delivered.';
comment on column gold.fact_deliveries.handover_hours is
'From the order to the handover, in hours.';
comment on column gold.fact_deliveries.transit_hours is 'From the handover to the door, in hours.';
comment on column gold.fact_deliveries.distance_km is 'Distance, in kilometres.';
comment on column gold.fact_deliveries.delay_reason is 'The reason the source gives for a delay.';
