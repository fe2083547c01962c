"""The report's figures from silver by pandas, with no SQL or code of gold or the report."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812


class Recount:
    """Orders and marketing of a business as known at the end of a day."""

    def __init__(self, connection: Connection, day: date, zone: ZoneInfo) -> None:
        self.connection, self.day = connection, day
        self.end = pd.Timestamp(day + timedelta(days=1)).tz_localize(zone)
        orders = self.read("orders").set_index("order_id")
        deliveries = self.read("deliveries").set_index("order_id")
        accounts = self.read("customers").set_index("customer_id")
        items = self.read("order_items")
        pieces = items["quantity"].astype(object).where(items["quantity"].notna(), 1)
        prices = items["unit_price_amount"].where(items["unit_price_amount"].notna(), 0)
        items["amount"] = pieces * prices
        of_order = items.groupby("order_id")
        orders = orders.join(
            deliveries[["delivered_at", "delay_reason", "partner_id"]], rsuffix="_delivery"
        )
        orders["amount"] = of_order["amount"].sum()
        orders["seller"] = orders["seller_id"].fillna(of_order["seller_id"].first())
        orders["partner"] = orders["partner_id_delivery"].fillna(orders["partner_id"])
        orders["place"] = orders["area"].fillna(orders["customer_id"].map(accounts["area"]))
        for name in ("ordered", "promised", "delivered"):
            local = pd.to_datetime(orders[f"{name}_at"], utc=True).dt.tz_convert(zone)
            orders[f"{name}_at"], orders[f"{name}_on"] = local, local.dt.date
        orders["is_cancelled"] = orders["status"] == "cancelled"
        orders["revenue"] = orders["amount"].where(~orders["is_cancelled"], 0).fillna(0)
        is_delivered, is_promised = orders["delivered_at"].notna(), orders["promised_at"].notna()
        orders["came_late"] = is_delivered & (orders["delivered_at"] > orders["promised_at"])
        orders["on_time"] = is_delivered & is_promised & ~orders["came_late"]
        orders["overdue"] = (
            ~is_delivered
            & ~orders["status"].isin(["cancelled", "delivered"])
            & (orders["promised_at"] < self.end)
        )
        orders["late"] = orders["came_late"] | orders["overdue"]
        delay = (orders["delivered_at"] - orders["promised_at"]).dt.total_seconds() / 60
        orders["delay"] = delay.where(orders["came_late"])
        self.orders = orders
        self.spend = self.read("marketing_spend")

    def read(self, table: str) -> pd.DataFrame:
        """Return the rows of a silver table as known at the end of the day."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"select * from silver.{table}_versions")
            names = [column.name for column in cursor.description or ()]
            rows = pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
        starts, ends = rows["known_from"] <= self.day, rows["known_to"]
        known = rows[starts & (ends.isna() | (ends.map(str) > str(self.day)))]
        return known.reset_index(drop=True)

    def placed(self, first: date, last: date) -> pd.DataFrame:
        """Return the orders placed in a stretch of days."""
        return self.orders[self.orders["ordered_on"].between(first, last)]

    def settled(self, first: date, last: date) -> pd.DataFrame:
        """Return the orders promised for a stretch of days that came or should have come."""
        promised = self.orders[self.orders["promised_on"].between(first, last)]
        return promised[promised["late"] | promised["on_time"]]

    def spent(self, first: date, last: date) -> object:
        """Return the marketing spend of a stretch of days."""
        return self.spend.loc[self.spend["spend_date"].between(first, last), "spend_amount"].sum()

    def open_overdue(self, days: int) -> int:
        """Return how many orders of the last days are open after their promise."""
        first = self.day - timedelta(days=days - 1)
        promised = self.orders["promised_on"].between(first, self.day)
        return int((promised & self.orders["overdue"]).sum())
