-- mail/forget_mute: let an order be alerted again. Returns one row, none when it was not muted.

delete from ops.muted_orders
where order_id = %(order_id)s
returning order_id;
