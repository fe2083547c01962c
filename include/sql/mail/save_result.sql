-- mail/save_result: what became of one attempt to send a mail.
-- A sent mail keeps its text and pictures; its attachment is on the site already.

update ops.outbox
set
    state = %(state)s,
    attempts = attempts + %(attempts)s,
    unconfirmed_attempts = %(unconfirmed_attempts)s,
    last_error = %(last_error)s,
    sent_at = case when %(state)s = 'sent' then clock_timestamp() end,
    body = case when %(state)s = 'sent' then body - 'attachment' else body end
where message_id = %(message_id)s;
