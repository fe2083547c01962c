-- order_payments: one row per touched order that has payments: their sum and the main method.
create temporary table order_payments on commit drop as
with
ranked_payments as (
    select
        payments_versions.order_id,
        payments_versions.payment_method,
        coalesce(payments_versions.paid_amount, 0) as paid_amount,
        row_number() over (
            partition by payments_versions.order_id
            order by
                payments_versions.paid_amount desc nulls last,
                payments_versions.payment_number asc
        ) as size_rank
    from silver.payments_versions
    inner join touched_orders on payments_versions.order_id = touched_orders.order_id
    where
        payments_versions.known_from <= %(as_of)s::date
        and (payments_versions.known_to is null or payments_versions.known_to > %(as_of)s::date)
)

select
    ranked_payments.order_id,
    sum(ranked_payments.paid_amount) as paid_amount,
    min(ranked_payments.payment_method) filter (
        where ranked_payments.size_rank = 1
    ) as payment_method
from ranked_payments
group by ranked_payments.order_id;

analyze order_payments;
