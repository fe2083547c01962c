"""Remember mended rows, findings of checks and orphans; say in the ledger what became of a file."""

from alembic import op

revision = "0003"
down_revision = "0001"

MENDED_ROWS = """
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
"""
CHECK_FINDINGS = """
create table if not exists ops.check_findings (
    day date not null,
    check_name text not null,
    severity text not null check (severity in ('fail', 'warn')),
    sentence text not null,
    rows_count bigint not null,
    sample jsonb not null default '[]',
    primary key (day, check_name)
);

comment on table ops.check_findings is
'What the checks of silver and gold found. Grain: business day and check.';
comment on column ops.check_findings.day is
'Business day that the layer showed: for gold the newest published day.';
comment on column ops.check_findings.check_name is
'File below include/sql/checks, such as gold/fact_sales_orphans.';
comment on column ops.check_findings.severity is 'fail or warn.';
comment on column ops.check_findings.sentence is 'What a row that the check finds means.';
comment on column ops.check_findings.rows_count is 'Rows that the check found.';
comment on column ops.check_findings.sample is 'The first of them, as objects of column and value.';
"""
ORPHANS = """
create table if not exists gold.orphans (
    table_name text not null,
    row_id text not null,
    row_part text not null default '',
    missing_table text not null,
    missing_id text not null,
    primary key (table_name, row_id, row_part, missing_table)
);

create index if not exists orphans_missing_idx on gold.orphans (missing_table, missing_id);

comment on table gold.orphans is
'One row per row of silver and parent that it names but that has not come. It goes when the'
' parent arrives. State of the newest published day.';
comment on column gold.orphans.table_name is 'Silver table of the row, such as order_items.';
comment on column gold.orphans.row_id is 'First part of its key: the order or the review.';
comment on column gold.orphans.row_part is
'Second part of its key: line or payment number, or a review''s order; empty if there is none.';
comment on column gold.orphans.missing_table is 'Silver table that lacks the parent.';
comment on column gold.orphans.missing_id is 'The parent''s id, as the row names it.';
"""
LEDGER = """
alter table ops.load_ledger add column state text not null default 'loaded';
alter table ops.load_ledger add column note text;
comment on column ops.load_ledger.state is
'What became of the file: loaded, duplicate, quarantined, closed and so on.';
comment on column ops.load_ledger.note is 'Why, in a sentence for a person; null for a plain load.';
"""
QUARANTINE = """
alter table ops.quarantine drop column replayed_at;
"""


def upgrade() -> None:
    """Add the tables and columns; a mended row leaves the quarantine, so nobody dates a replay."""
    for statements in (MENDED_ROWS, CHECK_FINDINGS, ORPHANS, LEDGER, QUARANTINE):
        op.execute(statements)
