-- mail/report_dropped: the mails given up that nobody was told of; from now on they are told.

update ops.outbox
set reported_at = clock_timestamp()
where
    state = 'dropped'
    and reported_at is null
returning
    kind,
    day,
    recipient,
    last_error;
