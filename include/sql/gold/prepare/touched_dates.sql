-- touched_dates: the local dates whose rows in gold.daily_kpis and gold.marketing_performance may
-- change. Spend that was announced comes with its date, though nobody touches it then.
-- Runs before and after the facts: an order may move from one date to another.
create temporary table if not exists touched_dates (
    date date primary key
) on commit drop;

insert into touched_dates (date)
select order_dates.date
from gold.fact_orders
inner join touched_orders on fact_orders.order_id = touched_orders.order_id
cross join
    lateral (
        values (fact_orders.ordered_date), (fact_orders.promised_date), (fact_orders.delivered_date)
    ) as order_dates (date)
where order_dates.date is not null
union
select fact_reviews.reviewed_date
from gold.fact_reviews
inner join touched_reviews
    on
        fact_reviews.review_id = touched_reviews.review_id
        and fact_reviews.order_id = touched_reviews.order_id
where fact_reviews.reviewed_date is not null
union
select (touched_keys.key ->> 'spend_date')::date
from ops.touched_keys
where touched_keys.table_name = 'marketing_spend'
union
select marketing_spend_versions.spend_date
from silver.marketing_spend_versions
where
    marketing_spend_versions.known_from between %(since)s::date and %(as_of)s::date
    or marketing_spend_versions.known_to between %(since)s::date and %(as_of)s::date
    or marketing_spend_versions.spend_date between %(since)s::date and %(as_of)s::date
union
select dim_dates.date
from gold.dim_dates
left join gold.daily_kpis on dim_dates.date = daily_kpis.date
where daily_kpis.date is null
on conflict (date) do nothing;

analyze touched_dates;
