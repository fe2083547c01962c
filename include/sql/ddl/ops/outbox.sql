-- ops.outbox: one row per mail that was decided, whether sent yet or not.
-- Written in the transaction that decided it; the dedupe key keeps a re-run from mailing twice.

create table if not exists ops.outbox (
    message_id text primary key,
    kind text not null check (kind in ('alert', 'digest')),
    day date not null,
    recipient text not null,
    dedupe_key text not null unique,
    subject text not null,
    body jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'sent', 'dropped')),
    send_by timestamptz not null,
    attempts integer not null default 0,
    unconfirmed_attempts integer not null default 0,
    last_error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    reported_at timestamptz
);

create index if not exists outbox_queued on ops.outbox (created_at) where state = 'queued';

comment on table ops.outbox is 'Mails to send and mails sent. Grain: message.';
comment on column ops.outbox.message_id is 'Stable Message-ID of the mail.';
comment on column ops.outbox.kind is 'alert or digest.';
comment on column ops.outbox.day is 'Business day that the mail is about.';
comment on column ops.outbox.recipient is 'E-mail address.';
comment on column ops.outbox.dedupe_key is 'What may be mailed only once.';
comment on column ops.outbox.subject is 'Subject line.';
comment on column ops.outbox.body is 'What the message is built from: text, html, attachments.';
comment on column ops.outbox.state is 'queued, sent or dropped.';
comment on column ops.outbox.send_by is 'Moment after which the mail is dropped instead of sent.';
comment on column ops.outbox.attempts is 'Attempts to send so far.';
comment on column ops.outbox.unconfirmed_attempts is
'Attempts whose whole text went out while the server''s answer never came; two end the mail.';
comment on column ops.outbox.last_error is 'What the mail server said last, null after success.';
comment on column ops.outbox.created_at is 'Clock time of the decision.';
comment on column ops.outbox.sent_at is 'Clock time the server took the mail.';
comment on column ops.outbox.reported_at is
'Clock time a run failed because this mail was dropped; null while nobody knows.';
