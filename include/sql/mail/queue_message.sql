-- mail/queue_message: queue one mail, unless its dedupe key was queued before.
-- A mail that the server refused reached nobody: while it still matters, a re-run queues it
-- again. Returns one row when the mail is queued, none when there is nothing to do.

insert into ops.outbox as known (
    message_id,
    kind,
    day,
    recipient,
    dedupe_key,
    subject,
    body,
    send_by
)
values (
    %(message_id)s,
    %(kind)s,
    %(day)s::date,
    %(recipient)s,
    %(dedupe_key)s,
    %(subject)s,
    %(body)s::jsonb,
    clock_timestamp() + make_interval(hours => %(hours)s::integer)
)
on conflict (dedupe_key) do update
    set
        state = 'queued',
        subject = excluded.subject,
        body = excluded.body,
        last_error = null,
        reported_at = null
    where
    known.state = 'dropped'
    and known.unconfirmed_attempts = 0
    and known.send_by > clock_timestamp()
returning message_id;
