-- gold.daily_kpis: one row per local date, from the first order or spend to the newest published
-- day. Reads gold.fact_orders, gold.fact_reviews, gold.dim_dates and daily_spend; recomputes the
-- dates in touched_dates.
delete from gold.daily_kpis
where
    daily_kpis.date in (select touched_dates.date from touched_dates)
    or not exists (
        select dim_dates.date
        from gold.dim_dates
        where dim_dates.date = daily_kpis.date
    );

insert into gold.daily_kpis (
    date, orders_count, cancelled_orders_count, revenue_amount, freight_amount,
    average_order_amount, customers_count, promised_orders_count, on_time_orders_count,
    late_orders_count, on_time_rate, delivered_orders_count, average_delay_minutes, spend_amount,
    impressions_count, clicks_count, conversions_count, attributed_revenue_amount, stated_roas,
    roas, reviews_count, average_stars
)
with
placed as (
    select
        fact_orders.ordered_date as date,
        count(*) as orders_count,
        count(*) filter (where fact_orders.is_cancelled) as cancelled_orders_count,
        count(*) filter (where not fact_orders.is_cancelled) as kept_orders_count,
        sum(fact_orders.revenue_amount) as revenue_amount,
        sum(fact_orders.freight_amount) as freight_amount,
        count(distinct fact_orders.customer_id) as customers_count
    from gold.fact_orders
    inner join touched_dates on fact_orders.ordered_date = touched_dates.date
    group by fact_orders.ordered_date
),

promised as (
    select
        fact_orders.promised_date as date,
        count(*) as orders_count,
        count(*) filter (where not fact_orders.is_late) as on_time_orders_count,
        count(*) filter (where fact_orders.is_late or fact_orders.is_overdue) as late_orders_count,
        count(*) filter (where fact_orders.is_delivered or fact_orders.is_overdue) as known_count,
        avg(fact_orders.delay_minutes) filter (where fact_orders.is_late) as average_delay_minutes
    from gold.fact_orders
    inner join touched_dates on fact_orders.promised_date = touched_dates.date
    where fact_orders.is_delivered or not fact_orders.is_cancelled
    group by fact_orders.promised_date
),

delivered as (
    select
        fact_orders.delivered_date as date,
        count(*) as orders_count
    from gold.fact_orders
    inner join touched_dates on fact_orders.delivered_date = touched_dates.date
    group by fact_orders.delivered_date
),

reviewed as (
    select
        fact_reviews.reviewed_date as date,
        count(*) as reviews_count,
        avg(fact_reviews.stars) as average_stars
    from gold.fact_reviews
    inner join touched_dates on fact_reviews.reviewed_date = touched_dates.date
    group by fact_reviews.reviewed_date
)

select
    touched_dates.date,
    coalesce(placed.orders_count, 0) as orders_count,
    coalesce(placed.cancelled_orders_count, 0) as cancelled_orders_count,
    coalesce(placed.revenue_amount, 0) as revenue_amount,
    coalesce(placed.freight_amount, 0) as freight_amount,
    placed.revenue_amount / nullif(placed.kept_orders_count, 0) as average_order_amount,
    coalesce(placed.customers_count, 0) as customers_count,
    coalesce(promised.orders_count, 0) as promised_orders_count,
    coalesce(promised.on_time_orders_count, 0) as on_time_orders_count,
    coalesce(promised.late_orders_count, 0) as late_orders_count,
    promised.on_time_orders_count::numeric / nullif(promised.known_count, 0) as on_time_rate,
    coalesce(delivered.orders_count, 0) as delivered_orders_count,
    promised.average_delay_minutes,
    coalesce(daily_spend.spend_amount, 0) as spend_amount,
    coalesce(daily_spend.impressions_count, 0) as impressions_count,
    coalesce(daily_spend.clicks_count, 0) as clicks_count,
    coalesce(daily_spend.conversions_count, 0) as conversions_count,
    daily_spend.attributed_revenue_amount,
    daily_spend.stated_roas,
    coalesce(placed.revenue_amount, 0) / nullif(daily_spend.spend_amount, 0) as roas,
    coalesce(reviewed.reviews_count, 0) as reviews_count,
    reviewed.average_stars
from touched_dates
inner join gold.dim_dates on touched_dates.date = dim_dates.date
left join placed on touched_dates.date = placed.date
left join promised on touched_dates.date = promised.date
left join delivered on touched_dates.date = delivered.date
left join daily_spend on touched_dates.date = daily_spend.date
left join reviewed on touched_dates.date = reviewed.date;
