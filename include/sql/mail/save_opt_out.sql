-- mail/save_opt_out: a recipient wants a kind of mail no more, or again.
-- Returns one row, none when nobody of that address gets that kind.

update ops.recipients
set
    opted_out_at
    = case when %(is_out)s then coalesce(opted_out_at, clock_timestamp()) end
where
    address = %(address)s
    and kind = %(kind)s
    and is_listed
returning address;
