-- ops.mended_rows: one row per rejected source row that a person has mended.
-- Not part of a day's record: it outlives every re-run of the day, and is applied by each of them.

create table if not exists ops.mended_rows (
    day date not null,
    file_name text not null,
    line_number bigint not null,
    raw_sha256 text not null,
    mended text not null,
    mended_at timestamptz not null default clock_timestamp(),
    used_at timestamptz,
    primary key (day, file_name, line_number)
);

comment on table ops.mended_rows is
'Rows of a drop as a person corrected them. Grain: business day, file and line.';
comment on column ops.mended_rows.day is 'Business day of the drop.';
comment on column ops.mended_rows.file_name is 'File in the drop''s folder.';
comment on column ops.mended_rows.line_number is
'Line of the file on which the row starts; the same as in ops.quarantine.';
comment on column ops.mended_rows.raw_sha256 is
'Checksum of the row''s bytes as delivered: other bytes on that line are never replaced.';
comment on column ops.mended_rows.mended is
'The corrected row: one CSV record with commas, its fields in the order of the file''s header.';
comment on column ops.mended_rows.mended_at is 'Clock time of the correction.';
comment on column ops.mended_rows.used_at is
'Clock time of the latest load, if it took the corrected row; null if it found other bytes.';
