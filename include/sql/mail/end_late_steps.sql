-- mail/end_late_steps: a step that failed because its mails waited is done once all are sent.
-- Reads ops.outbox. A step without mails, or with one given up, stays failed.

update ops.steps
set
    state = 'done',
    ended_at = clock_timestamp()
from (
    select
        day,
        kind,
        bool_and(state = 'sent') as is_sent,
        max(sent_at) as sent_at
    from ops.outbox
    group by day, kind
) as mails
where
    steps.day = mails.day
    and steps.step = mails.kind
    and steps.state = 'failed'
    and mails.is_sent
    and mails.sent_at > steps.ended_at
returning
    steps.day,
    steps.step;
