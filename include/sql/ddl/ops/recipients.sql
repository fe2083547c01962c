-- ops.recipients: one row per mail address and kind of mail that it gets.
-- Written from the recipients' file or settings before each mail is decided. A row is never
-- deleted: whoever opted out stays opted out, whatever the file says later.

create table if not exists ops.recipients (
    address text not null,
    kind text not null check (kind in ('alert', 'digest', 'failure')),
    areas text[] not null default '{}',
    sellers text[] not null default '{}',
    partners text[] not null default '{}',
    is_default boolean not null default false,
    is_listed boolean not null default true,
    opted_out_at timestamptz,
    seeded_at timestamptz not null default clock_timestamp(),
    primary key (address, kind),
    constraint recipients_failure_check check (kind <> 'failure' or opted_out_at is null)
);

comment on table ops.recipients is
'Who gets which mail, and about which orders. Grain: address and kind of mail.';
comment on column ops.recipients.address is 'E-mail address in lower case.';
comment on column ops.recipients.kind is 'alert, digest or failure.';
comment on column ops.recipients.areas is
'Alerts: areas whose orders are told; empty for all. An order must fit each list that is filled.';
comment on column ops.recipients.sellers is 'Alerts: ids or names of sellers; empty for all.';
comment on column ops.recipients.partners is 'Alerts: ids or names of partners; empty for all.';
comment on column ops.recipients.is_default is
'Alerts: is told of the orders that fit nobody else''s lists, and of no others.';
comment on column ops.recipients.is_listed is
'Stands in the recipients'' file or settings; false gets nothing.';
comment on column ops.recipients.opted_out_at is
'Clock time since which the recipient wants none of this kind; null for one who gets it.';
comment on column ops.recipients.seeded_at is 'Clock time of the last reading of the file.';
