"""The rows of weekly demand: what each category and area ordered, and the means of past weeks."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import source_timezone
from include.ml.quantities.spec import QuantitySpec
from include.warehouse.connect import read_sql

WEEKS = (1, 2, 4, 8, 12)  # means of so many past weeks
HORIZONS = (1, 2, 3, 4)  # weeks ahead
ORIGINS = 40  # evenings, a week apart, that rows are made for
LEAST_WEEKS = max(WEEKS)  # of orders before an evening is asked about
YEAR = 52


def read_demand(connection: Connection, spec: QuantitySpec, day: date) -> pd.DataFrame:
    """Return a row per evening (the day, and each seventh before), group and week ahead."""
    from_day = day - timedelta(weeks=ORIGINS + max(YEAR, LEAST_WEEKS)) + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("features/weekly_demand/daily.sql"),
            {"day": day, "from_day": from_day, "timezone": source_timezone()},
        )
        names = [column.name for column in cursor.description or ()]
        daily = pd.DataFrame(cursor.fetchall(), columns=names)
    return make_rows(daily, day) if len(daily) else daily.assign(actual=[])


def make_rows(daily: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of daily quantities: a group is asked about once it has ordered."""
    weeks = sum_weeks(daily, day)
    seen = weeks.cumsum() > 0
    first = int(np.argmax(seen.any(axis=1).to_numpy()))
    origins = range(max(first + LEAST_WEEKS - 1, len(weeks) - 1 - ORIGINS), len(weeks))
    means = {f"mean_{count}": weeks.rolling(count).mean() for count in WEEKS}
    parts = []
    for origin in origins:
        for ahead in HORIZONS:
            target, same = origin + ahead, origin + ahead - YEAR
            end = day - timedelta(weeks=len(weeks) - 1 - origin)
            columns = {name: frame.iloc[origin] for name, frame in means.items()}
            columns["same_week"] = (
                weeks.iloc[same] if same >= first else pd.Series(np.nan, index=weeks.columns)
            )
            is_over = target < len(weeks)
            columns["actual"] = weeks.iloc[target] if is_over else columns["same_week"] * np.nan
            part = pd.DataFrame(columns)[seen.iloc[origin].to_numpy()]
            parts.append(
                part.assign(
                    day=end,
                    horizon_days=7 * ahead,
                    target_from=end + timedelta(days=7 * ahead - 6),
                    target_to=end + timedelta(days=7 * ahead),
                )
            )
    return _name_series(pd.concat(parts)) if parts else daily.head(0).assign(actual=[])


def sum_weeks(daily: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the quantity of each whole week that ends on the day's weekday, [weeks, groups]."""
    back = np.array([(day - date).days for date in daily["ordered_date"]]) // 7
    whole = daily.assign(week=-back).groupby(["week", "grain", "group_key"])["quantity"].sum()
    wide = whole.unstack(["grain", "group_key"], fill_value=0).sort_index(axis=1)
    return wide.reindex(range(int(wide.index.min()), 1), fill_value=0.0)


def _name_series(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.rename_axis(["grain", "group_key"]).reset_index()
    rows["series"] = [
        f"{grain}/{group}/{days}"
        for grain, group, days in zip(
            rows["grain"], rows["group_key"], rows["horizon_days"], strict=True
        )
    ]
    return rows.assign(entity=rows["group_key"])
