"""Write the rows of a night and a model in place of those that stand there."""

import io
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812


def replace_rows(
    connection: Connection, table: str, pin: dict[str, Any], rows: pd.DataFrame
) -> None:
    """Replace a night's rows of a model; the frame's columns and those of `pin` are the table's.

    `pin` holds day, model and version. A missing value, and an empty text, becomes null.
    """
    night = rows.assign(**pin)
    buffer = io.StringIO(night.to_csv(index=False))
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where day = %(day)s::date and model = %(model)s", pin)
        columns = ", ".join(night.columns)
        cursor.copy_expert(f"copy {table} ({columns}) from stdin (format csv, header)", buffer)
