-- ops.quarantine: one row per rejected source row.
-- The raw bytes are kept because text cannot hold everything a file can (a NUL, wrong UTF-8).
-- A row that has been mended (ops.mended_rows) and loaded since is here no more.

create table if not exists ops.quarantine (
    quarantine_id bigint generated always as identity primary key,
    day date not null,
    file_name text not null,
    table_name text not null,
    line_number bigint not null,
    column_name text,
    value text,
    reason text not null,
    raw bytea not null, -- noqa: RF04
    quarantined_at timestamptz not null default now()
);

create index if not exists quarantine_day on ops.quarantine (day, table_name);

comment on table ops.quarantine is
'Source rows that could not be loaded, never dropped. Grain: rejected row; replaced with its day.';
comment on column ops.quarantine.quarantine_id is 'Number of the entry; new after a re-run.';
comment on column ops.quarantine.day is 'Business day of the drop.';
comment on column ops.quarantine.file_name is 'File in the drop''s folder.';
comment on column ops.quarantine.table_name is 'Bronze table that the file fills.';
comment on column ops.quarantine.line_number is
'Line of the file on which the row starts; the header is usually line 1.';
comment on column ops.quarantine.column_name is
'First column at fault; null when the whole line is (too many or too few fields).';
comment on column ops.quarantine.value is 'What stood in that column.';
comment on column ops.quarantine.reason is 'What is wrong and what was expected, for a person.';
comment on column ops.quarantine.raw is 'The line''s bytes as delivered.';
comment on column ops.quarantine.quarantined_at is 'Clock time of the load (audit only).';
