-- gold.daily_kpis: one row per local date.
create table if not exists gold.daily_kpis (
    date date primary key,
    orders_count integer not null,
    cancelled_orders_count integer not null,
    revenue_amount numeric not null,
    freight_amount numeric not null,
    average_order_amount numeric,
    customers_count integer not null,
    promised_orders_count integer not null,
    on_time_orders_count integer not null,
    late_orders_count integer not null,
    on_time_rate numeric,
    delivered_orders_count integer not null,
    average_delay_minutes numeric,
    spend_amount numeric not null,
    impressions_count bigint not null,
    clicks_count bigint not null,
    conversions_count bigint not null,
    attributed_revenue_amount numeric,
    stated_roas numeric,
    roas numeric,
    reviews_count integer not null,
    average_stars numeric
);

comment on table gold.daily_kpis is
'One row per local date, without a gap, from the first order or spend to the newest published day.';
comment on column gold.daily_kpis.date is 'Calendar date in the source''s time zone.';
comment on column gold.daily_kpis.orders_count is
'Orders placed that date, cancelled ones included.';
comment on column gold.daily_kpis.cancelled_orders_count is 'Those of them that are cancelled.';
comment on column gold.daily_kpis.revenue_amount is
'Items of the orders placed that date, without freight and without cancelled orders.';
comment on column gold.daily_kpis.freight_amount is 'Freight of the same orders.';
comment on column gold.daily_kpis.average_order_amount is
'revenue_amount per order that is not cancelled; null without one.';
comment on column gold.daily_kpis.customers_count is 'Distinct persons who ordered that date.';
comment on column gold.daily_kpis.promised_orders_count is
'Orders promised for that date; a cancelled order counts only if it was delivered all the same.';
comment on column gold.daily_kpis.on_time_orders_count is
'Promised for that date and delivered by the promise.';
comment on column gold.daily_kpis.late_orders_count is
'Promised for that date and delivered after the promise, or overdue.';
comment on column gold.daily_kpis.on_time_rate is
'on time / (on time + late), 0 to 1; null where both are 0.';
comment on column gold.daily_kpis.delivered_orders_count is 'Orders delivered on that date.';
comment on column gold.daily_kpis.average_delay_minutes is
'Mean delay of the late deliveries promised for that date; overdue orders are not in it.';
comment on column gold.daily_kpis.spend_amount is 'Marketing spend of that date.';
comment on column gold.daily_kpis.impressions_count is 'Impressions bought with it.';
comment on column gold.daily_kpis.clicks_count is 'Clicks on them.';
comment on column gold.daily_kpis.conversions_count is 'Conversions, as the channels count them.';
comment on column gold.daily_kpis.attributed_revenue_amount is
'Revenue that the channels claim for that date; null where none tells. Never used as revenue.';
comment on column gold.daily_kpis.stated_roas is
'ROAS that the source states, weighted by spend; null where it states none. Never used as ROAS.';
comment on column gold.daily_kpis.roas is
'revenue_amount / spend_amount; null where nothing was spent.';
comment on column gold.daily_kpis.reviews_count is 'Reviews dated that date.';
comment on column gold.daily_kpis.average_stars is 'Mean stars of them; null without one.';
