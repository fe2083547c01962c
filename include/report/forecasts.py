"""The forecasts page: late orders to come, demand of four weeks, sales that reviews tell of."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart, Table
from include.report.forecast_actions import say_late
from include.report.forecast_charts import (
    NOT_YET,
    SHOWN,
    draw_demand,
    draw_late,
    draw_sales_reasons,
    list_demand,
)
from include.report.forecast_charts import list_late as list_late_table
from include.report.forecast_rows import (
    ALL,
    DEMAND,
    FORTNIGHT,
    LATE,
    SALES,
    WEEK,
    ForecastModelRow,
    ForecastRow,
    ProductRow,
    pick,
)
from include.report.formats import clean_text, format_count, format_day, format_plural
from include.report.records import load_records
from include.report.sections import build_part
from include.report.summary import Brief

SUBJECTS = {LATE: "Late orders", DEMAND: "Weekly demand", SALES: "Product sales"}


@dataclass(frozen=True)
class ForecastsPage:
    """What forecasts.html shows; `missing` says why there is nothing."""

    brief: Brief
    missing: str
    finding: str
    has_late: bool
    has_demand: bool
    late: Chart
    late_tables: tuple[tuple[str, Table], ...]
    demand: Chart
    demand_tables: tuple[tuple[str, Table], ...]
    products_finding: str
    products: Table
    sales_reasons: Chart
    evidence: tuple[str, ...]


def load_forecasts(connection: Connection, brief: Brief) -> ForecastsPage:
    """Read the forecasts of the brief's day, in the caller's snapshot."""
    rows = load_records(connection, "forecasts", ForecastRow, brief.day)
    products = load_records(connection, "product_forecasts", ProductRow, brief.day)
    models = load_records(connection, "forecast_models", ForecastModelRow, brief.day)
    return ForecastsPage(
        brief=brief,
        missing="" if rows or products or models else _say_missing(brief),
        finding=_say_finding(rows),
        has_late=any(row.model == LATE for row in rows),
        has_demand=any(row.model == DEMAND for row in rows),
        late=build_part("Late orders", lambda: draw_late(rows)),
        late_tables=build_part("Late orders", lambda: list_late_tables(rows)),
        demand=build_part("Demand", lambda: draw_demand(rows)),
        demand_tables=build_part("Demand", lambda: list_demand_tables(rows)),
        products_finding=_say_products(products),
        products=build_part("Product sales", lambda: list_products(products)),
        sales_reasons=build_part("Product sales", lambda: draw_sales_reasons(models)),
        evidence=build_part("Evidence", lambda: say_evidence(rows, products, models)),
    )


def _say_missing(brief: Brief) -> str:
    if not brief.subjects.has_orders and not brief.reviews.count:
        return brief.subjects.missing or "The source has told nothing that can be forecast."
    return "Nothing was forecast this night: the step `answer` has not run, or failed."


def _say_finding(rows: tuple[ForecastRow, ...]) -> str:
    said = [say_late(row) for row in pick(rows, LATE, ALL, WEEK)]
    said += [
        f"about {format_count(row.expected)} pieces will be ordered next week"
        for row in pick(rows, DEMAND, ALL, WEEK)
    ]
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in said)


def list_late_tables(rows: tuple[ForecastRow, ...]) -> tuple[tuple[str, Table], ...]:
    """Return the tables of late orders by title: all, areas and groups of sellers."""
    wanted = (
        ("All orders, within 7 days", ALL, WEEK, "Orders"),
        ("All orders, within 14 days", ALL, FORTNIGHT, "Orders"),
        ("By area, within 14 days", "area", FORTNIGHT, "Area"),
        ("By group of sellers, within 7 days", "seller_group", WEEK, "Sellers"),
        ("By group of sellers, within 14 days", "seller_group", FORTNIGHT, "Sellers"),
    )
    tables = (
        (title, list_late_table(pick(rows, LATE, grain, days), name))
        for title, grain, days, name in wanted
    )
    return tuple((title, table) for title, table in tables if table.rows)


def list_demand_tables(rows: tuple[ForecastRow, ...]) -> tuple[tuple[str, Table], ...]:
    """Return the tables of demand by title: categories and areas, week by week."""
    wanted = (("By category", "category"), ("By area", "area"))
    tables = ((title, list_demand(rows, grain)) for title, grain in wanted)
    return tuple((title, table) for title, table in tables if table.rows)


def _say_products(products: tuple[ProductRow, ...]) -> str:
    if not products:
        return ""
    outside = sum(row.actual is not None for row in products)
    asked = format_plural(products[0].products_count, "product")
    unstated = len(products) - outside
    return (
        f"{format_count(outside)} of {asked} sold far more or far less than alike products with as"
        f" many reviews; of {format_count(unstated)} no sales are stated. Reviews come after"
        " sales: this tells who is unlike the others, not what will be sold."
    )


def list_products(products: tuple[ProductRow, ...]) -> Table:
    """Write the products that stand out most, then those whose sales are not stated."""
    stated = [row for row in products if row.actual is not None][:SHOWN]
    unstated = [row for row in products if row.actual is None][:SHOWN]
    return Table(
        ("Product", "Sold", "Expected", "90% interval"),
        tuple(
            (
                clean_text(row.product_name or row.product_id, 60),
                "not stated" if row.actual is None else format_count(row.actual),
                format_count(row.expected),
                NOT_YET
                if row.lower_90 is None
                else f"{format_count(row.lower_90)} to {format_count(row.upper_90)}",
            )
            for row in (*stated, *unstated)
        ),
    )


def say_evidence(
    rows: tuple[ForecastRow, ...],
    products: tuple[ProductRow, ...],
    models: tuple[ForecastModelRow, ...],
) -> tuple[str, ...]:
    """Say for each subject which method served, by its name, and what the gate found."""
    said = []
    for model, subject in SUBJECTS.items():
        own: list[ForecastRow | ProductRow] = [row for row in rows if row.model == model]
        own += products if model == SALES else ()
        if not own:
            continue
        methods = " and ".join(sorted({row.method for row in own}))
        versions = sorted({row.version for row in own if row.version is not None})
        who = f"version {versions[-1]}" if versions else "a plain method, for nothing beats it yet"
        said.append(f"{subject}: {methods} ({who}). {_say_gate(model, models)}")
    return tuple(said)


def _say_gate(model: str, models: tuple[ForecastModelRow, ...]) -> str:
    found = next((one for one in models if one.model == model), None)
    if found is None:
        return "No version has been judged yet: too few forecasts are settled."
    error = f" Its error on the test: {found.headline}." if found.headline else ""
    return f"Judged on {format_day(found.trained_for_day)}: {found.reason}{error}"
