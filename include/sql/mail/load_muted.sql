-- mail/load_muted: the orders that nobody is alerted about on a day.

select order_id
from ops.muted_orders
where until_date >= %(day)s::date
order by order_id;
