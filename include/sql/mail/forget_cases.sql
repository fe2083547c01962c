-- mail/forget_cases: the orders of a mail that reached nobody count as not told.

delete from ops.cases
where message_id = %(message_id)s;
