"""The pictures that the mail takes from the reports, as PNG bytes."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import Chart, Table, draw_chart, draw_png
from include.report.front import draw_month
from include.report.kpi_rows import DailyRow
from include.report.records import load_records
from include.report.summary import Brief

MAILED_WIDTH = 400  # pixels: narrow, so that the labels can be read on a phone


def draw_month_png(connection: Connection, brief: Brief) -> bytes:
    """Draw the brief's picture of the last 30 days: orders on time, where the source tells them.

    Where there is nothing to draw, the picture says so.
    """
    chart = draw_month(load_records(connection, "daily", DailyRow, brief.day), brief, MAILED_WIDTH)
    if chart.is_drawn:
        return draw_png(chart, scale=3)
    is_told = brief.subjects.has_promises
    note = "No order was promised in the last 30 days." if is_told else chart.takeaway
    return draw_png(_write_note(note))


def _write_note(text: str) -> Chart:
    return draw_chart(Chart(text, "", Table((), ())), [{"text": text}], forms.plot_note)
