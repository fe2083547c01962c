-- mail/load_queued: the mails that wait to be sent, oldest first.

select
    message_id,
    day,
    kind
from ops.outbox
where state = 'queued'
order by created_at, message_id;
