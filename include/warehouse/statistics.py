"""The planner's statistics after a load."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812


def analyze_if_grown(cursor: Cursor, schema: str, table: str, rows: int) -> None:
    """Analyze a table when a load wrote a tenth of it or more; the rest is autovacuum's."""
    cursor.execute(
        "select reltuples from pg_class where oid = to_regclass(%s)",
        (f'{schema}."{table}"',),
    )
    (known_rows,) = cursor.fetchone() or (-1,)
    if rows and rows >= known_rows / 10:
        cursor.execute(
            sql.SQL("analyze {}.{}").format(sql.Identifier(schema), sql.Identifier(table))
        )
