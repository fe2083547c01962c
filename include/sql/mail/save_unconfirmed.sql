-- mail/save_unconfirmed: note, before a mail's text goes out, that its answer is not known.
-- A sender killed from here on leaves the note behind; the answer takes it back.

update ops.outbox
set
    unconfirmed_attempts = unconfirmed_attempts + 1,
    last_error = 'the sender stopped before the server answered'
where message_id = %(message_id)s;
