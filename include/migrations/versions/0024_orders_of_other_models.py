"""Say that the scores of orders are those of more than one question."""

from alembic import op

revision = "0024"
down_revision = "0023"

COMMENTS = """
comment on table ml.delay_scores is
'One row per night, model of orders and order that it was asked about: of delay_open those whose '
'promise is ahead, of review_risk those whose survey goes out. Empty without skill.';
comment on column ml.delay_scores.probability is
'Calibrated probability of a yes: late, or few stars.';
comment on column ml.delay_scores.band is
'By the fixed money thresholds of a late order: high, medium or low risk; of review_risk no guide.';
comment on column ml.delay_reasons.feature is
'Column of the model''s feature table, or (base) for the model''s base value.';
"""


def upgrade() -> None:
    """Rewrite the comments."""
    op.execute(COMMENTS)
