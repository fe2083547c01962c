"""The rows of late orders: the backlog's probabilities, the orders still to come, what was late."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.features import source_timezone
from include.ml.quantities.spec import QuantitySpec
from include.ml.specs import ALERTING
from include.settings import name_source
from include.sources.contract import load_contract
from include.warehouse.connect import read_sql

HORIZONS = (7, 14)
NIGHTS = 180  # evenings that rows are made for
USUAL = 28  # past evenings that tell how many orders are still to be placed
LONGEST_LEAD = 14  # days from order to due date that outcomes.sql tells apart
AGREED_SHARE = 0.1  # of orders late, where the contract agrees on nothing else


def read_late_orders(connection: Connection, spec: QuantitySpec, day: date) -> pd.DataFrame:
    """Return a row per evening, group and horizon; `backlog` is missing on nights not scored."""
    parameters: dict[str, Any] = {
        "day": day,
        "from_day": day - timedelta(days=NIGHTS + 2 * USUAL + max(HORIZONS)),
        "timezone": source_timezone(),
        "model": ALERTING,
        "horizons": list(HORIZONS),
    }
    with connection.cursor() as cursor:
        for step in ("placed_orders", "due_orders"):
            cursor.execute(read_sql(f"features/late_orders/{step}.sql"), parameters)
        outcomes, backlog = (
            _read(cursor, f"features/late_orders/{name}.sql", parameters)
            for name in ("outcomes", "backlog")
        )
    if outcomes.empty:
        return outcomes.assign(actual=[])
    rows = make_rows(outcomes, backlog, day, first_day=parameters["from_day"])
    agreed = load_contract(name_source()).agreed_late_share or AGREED_SHARE
    return rows.assign(agreed_share=agreed, limit=agreed * rows["orders_count"])


def _read(cursor: Any, name: str, parameters: dict[str, Any]) -> pd.DataFrame:
    cursor.execute(read_sql(name), parameters)
    return pd.DataFrame(cursor.fetchall(), columns=[one.name for one in cursor.description])


def make_rows(
    outcomes: pd.DataFrame, backlog: pd.DataFrame, day: date, first_day: date
) -> pd.DataFrame:
    """Return the rows of outcomes by due date and of the scored backlog by night.

    `late_last` is what was late in as many days before the evening; `still_to_come` what was late,
    on the mean of past evenings whose horizon is over, of orders placed after the evening and due
    within the horizon; `backlog_late` the sum of the probabilities plus that. `orders_count` are
    all orders due, those delivered already among them: what a late share is a share of.
    """
    days = pd.Index([first_day + timedelta(n) for n in range((day - first_day).days + 15)])
    late = _spread(outcomes, "late_orders_count", days)
    orders = _spread(outcomes, "orders_count", days)
    lead_late = _spread_leads(outcomes, "late_orders_count", days, late.columns)
    lead_orders = _spread_leads(outcomes, "orders_count", days, late.columns)
    tonight = (day - first_day).days
    asked = slice(max(tonight - NIGHTS, USUAL), tonight + 1)
    parts = []
    for horizon in HORIZONS:
        over = np.arange(len(days)) + horizon <= tonight
        is_over = np.broadcast_to(over[:, None], late.shape)
        scored = backlog[backlog["horizon_days"] == horizon]
        expected, scored_orders = (
            _by_night(scored, name, days, late.columns) for name in ("expected", "orders_count")
        )
        coming_late = _expect_coming(lead_late, horizon, is_over)
        columns = {
            "actual": _sum_ahead(late, horizon).where(is_over),
            "late_last": late.rolling(horizon).sum(),
            "late_mean": late.rolling(USUAL).sum() * horizon / USUAL,
            "still_to_come": coming_late,
            "backlog_orders": scored_orders,
            "backlog_late": expected + coming_late,
            "orders_count": _count_placed(orders, lead_orders, horizon)
            + _expect_coming(lead_orders, horizon, is_over),
        }
        parts.append(_stack({name: frame.iloc[asked] for name, frame in columns.items()}, horizon))
    rows: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return rows[(rows["orders_count"] > 0) | (rows["actual"] > 0)]


def _spread(
    outcomes: pd.DataFrame, name: str, days: "pd.Index[Any]", columns: Any = None
) -> pd.DataFrame:
    """Return a count by due date and group, [days, groups], zero where nothing was due."""
    wide = outcomes.pivot_table(
        index="due_date", columns=["grain", "group_key"], values=name, aggfunc="sum"
    )
    return wide.reindex(index=days, columns=columns).fillna(0.0)


def _spread_leads(
    outcomes: pd.DataFrame, name: str, days: "pd.Index[Any]", columns: Any
) -> list[pd.DataFrame]:
    """Return for each number of days the count of orders placed at most so long before due."""
    return [
        _spread(outcomes[outcomes["lead_days"] <= lead], name, days, columns)
        for lead in range(LONGEST_LEAD)
    ]


def _by_night(scored: pd.DataFrame, name: str, days: "pd.Index[Any]", columns: Any) -> pd.DataFrame:
    """Return a figure of the backlog by night and group; a night without scores is missing."""
    wide = scored.pivot_table(index="day", columns=["grain", "group_key"], values=name)
    return wide.fillna(0.0).reindex(columns=columns, fill_value=0.0).reindex(index=days)


def _sum_ahead(daily: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return for each evening the sum over the days after it."""
    return daily.rolling(horizon).sum().shift(-horizon)


def _count_placed(orders: pd.DataFrame, leads: list[pd.DataFrame], horizon: int) -> pd.DataFrame:
    """Return for each evening the orders due within the horizon that had been placed by then."""
    placed = sum(
        (orders - leads[ahead - 1]).shift(-ahead, fill_value=0.0) for ahead in range(1, horizon + 1)
    )
    assert isinstance(placed, pd.DataFrame)
    return placed


def _expect_coming(leads: list[pd.DataFrame], horizon: int, is_over: Any) -> pd.DataFrame:
    """Return the mean, over past evenings whose horizon is over, of what was yet to be placed.

    An order due `n` days after an evening was placed after it when its lead is under `n` days.
    """
    came = sum(leads[ahead - 1].shift(-ahead) for ahead in range(1, horizon + 1))
    assert isinstance(came, pd.DataFrame)
    return came.where(is_over).shift(horizon).rolling(USUAL, min_periods=1).mean().fillna(0.0)


def _stack(columns: dict[str, pd.DataFrame], horizon: int) -> pd.DataFrame:
    rows = pd.DataFrame(
        {name: frame.stack(["grain", "group_key"], future_stack=True)
         for name, frame in columns.items()}
    ).rename_axis(["day", "grain", "group_key"]).reset_index()  # fmt: skip
    return rows.assign(
        horizon_days=horizon,
        target_from=[day + timedelta(days=1) for day in rows["day"]],
        target_to=[day + timedelta(days=horizon) for day in rows["day"]],
        series=rows["grain"] + "/" + rows["group_key"] + f"/{horizon}",
        entity=rows["group_key"],
    )
