"""The pictures that the mail takes from the reports, as PNG bytes."""

from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import Chart, Table, draw_chart, draw_png
from include.report.kpi_charts import draw_band
from include.report.kpi_rows import DailyRow, add_days, find_bands
from include.report.records import load_records

MAILED_DAYS = 30
MAILED_WIDTH = 400  # pixels: narrow, so that the labels can be read on a phone


def on_time_trend_png(connection: Connection, day: date) -> bytes:
    """Draw the on-time rate of the last 30 days on its normal band.

    Without a promised order the picture says so.
    """
    daily = load_records(connection, "daily", DailyRow, day)
    if daily:
        points, totals = find_bands(daily, MAILED_DAYS), add_days(daily[-MAILED_DAYS:])
        chart = draw_band(points, totals, wide=MAILED_WIDTH)
        if chart.is_drawn:
            return draw_png(chart, scale=3)
    return draw_png(_write_note("No order was promised in the last 30 days."))


def _write_note(text: str) -> Chart:
    return draw_chart(Chart(text, "", Table((), ())), [{"text": text}], forms.plot_note)
