"""Mark the first warehouse: an empty one is built from the ddl files, not from revisions."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Change nothing: the ddl files built this warehouse before it was stamped."""
