-- features/delay/settlements: one row per needed order with payments: how it is paid.
-- Reads needed_orders, silver.payments_versions. The method is that of the largest payment.
create temporary table settlements on commit drop as
select
    needed_orders.order_id,
    needed_orders.known_day,
    count(distinct payments.payment_method) as payment_methods_count,
    max(payments.installments_count) as installments_count,
    (array_agg(
        payments.payment_method
        order by payments.paid_amount desc nulls last, payments.payment_number asc
    ))[1] as payment_method
from needed_orders
inner join silver.payments_versions as payments
    on
        needed_orders.order_id = payments.order_id
        and needed_orders.known_day >= payments.known_from
        and needed_orders.known_day < coalesce(payments.known_to, 'infinity')
group by needed_orders.order_id, needed_orders.known_day;

analyze settlements;
