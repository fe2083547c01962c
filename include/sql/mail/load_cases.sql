-- mail/load_cases: what each recipient was told of some orders, one row per band.

select
    order_id,
    recipient,
    band
from ops.cases
where order_id = any(%(order_ids)s);
