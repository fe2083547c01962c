-- mail/save_case: note that a recipient is told of an order in its present band.

insert into ops.cases (
    order_id,
    recipient,
    band,
    day,
    message_id,
    probability
)
values (
    %(order_id)s,
    %(recipient)s,
    %(band)s,
    %(day)s::date,
    %(message_id)s,
    %(probability)s
)
on conflict (order_id, recipient, band) do nothing;
