-- ops.load_ledger: one row per day and source file.
-- The check is the law of row conservation: each row read has exactly one outcome.

create table if not exists ops.load_ledger (
    day date not null,
    file_name text not null,
    table_name text not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_merged bigint not null,
    rows_quarantined bigint not null,
    bytes bigint not null,
    sha256 text not null,
    loaded_at timestamptz not null default now(),
    state text not null default 'loaded',
    note text,
    primary key (day, file_name),
    constraint load_ledger_balances
    check (rows_read = rows_loaded + rows_merged + rows_quarantined),
    check (least(rows_loaded, rows_merged, rows_quarantined, bytes) >= 0)
);

comment on table ops.load_ledger is
'What became of each row of each file. Grain: business day and file.';
comment on column ops.load_ledger.day is 'Business day of the drop.';
comment on column ops.load_ledger.file_name is 'File in the drop''s folder.';
comment on column ops.load_ledger.table_name is 'Bronze table that the file fills.';
comment on column ops.load_ledger.rows_read is 'Rows in the file, the header apart.';
comment on column ops.load_ledger.rows_loaded is 'Rows that are in bronze.';
comment on column ops.load_ledger.rows_merged is
'Rows replaced by a later row of the same key within the day.';
comment on column ops.load_ledger.rows_quarantined is 'Rows in ops.quarantine, with a reason.';
comment on column ops.load_ledger.bytes is 'Size of the file as delivered.';
comment on column ops.load_ledger.sha256 is 'Checksum of the file as delivered.';
comment on column ops.load_ledger.loaded_at is 'Clock time of the load (audit only).';
comment on column ops.load_ledger.state is
'What became of the file: loaded, duplicate, quarantined, closed and so on.';
comment on column ops.load_ledger.note is 'Why, in a sentence for a person; null for a plain load.';
