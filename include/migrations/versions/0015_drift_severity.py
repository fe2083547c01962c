"""Tell columns that broke from a world that moved, and keep intervals of served figures."""

from alembic import op

revision = "0015"
down_revision = "0013"

DRIFT = """
alter table ml.drift_metrics
    add column if not exists severity text not null default 'calm'
    check (severity in ('calm', 'moved', 'broke')),
    add column if not exists lower double precision,
    add column if not exists upper double precision;

update ml.drift_metrics set severity = 'moved' where is_drifted;

comment on column ml.drift_metrics.column_name is
'Column of the feature table, probability for the predictions; in parentheses what is about all: '
'(share) of the columns beyond their limits, how many are (far) beyond, and served figures.';
comment on column ml.drift_metrics.method is
'Evidently''s ks (p-value), chisquare (p-value) or psi (index); of a column that broke tonight '
'missing, constant, unknown (shares of rows) or unit (factor); share, count; performance.';
comment on column ml.drift_metrics.severity is
'calm; moved: the world did, the newest nights are beyond; broke: the column did, tonight.';
comment on column ml.drift_metrics.lower is
'Lower end of the 95 % interval by order of a served figure; null for other methods.';
comment on column ml.drift_metrics.upper is 'Upper end of that interval.';
"""


def upgrade() -> None:
    """Add the columns; nights measured before have moved where they had drifted."""
    op.execute(DRIFT)
