-- mail/load_message: one mail that waits, with what is needed to build and judge it.

select
    message_id,
    day,
    kind,
    recipient,
    dedupe_key,
    subject,
    body,
    created_at,
    send_by,
    unconfirmed_attempts,
    send_by <= clock_timestamp() as is_too_late
from ops.outbox
where
    message_id = %(message_id)s
    and state = 'queued';
