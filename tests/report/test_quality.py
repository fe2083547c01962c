"""What the data quality page says of files, orphans and warnings."""

from datetime import timedelta

from include.report.quality_checks import FindingRow, draw_orphans, show_findings
from include.report.quality_files import LedgerRow, draw_balance, note_files, say_absent
from include.sources.personal import HIDDEN
from tests.report.conftest import DAY, Rendered

SALES = "gold/fact_sales_orphans"


def finding(name: str, rows: int, back: int = 0, **sample: str) -> FindingRow:
    return FindingRow(DAY - timedelta(days=back), name, "A sentence.", rows, [sample])


def test_files_that_were_not_loaded_are_named_with_their_reason_the_bad_ones_first() -> None:
    files = [
        LedgerRow("b.csv", "orders", 5, 5, 0, 0, 1),
        LedgerRow("again.csv", "orders", 5, 0, 5, 0, 1, "duplicate", "the same as b.csv"),
        LedgerRow("cut.csv.gz", "orders", 0, 0, 0, 0, 1, "quarantined", "archive cut"),
        LedgerRow("c.csv", "items", 5, 5, 0, 0, 1, "loaded", "column x is missing"),
    ]
    notes = [(note.file_name, note.state, note.note, note.is_bad) for note in note_files(files)]
    assert notes == [
        ("cut.csv.gz", "quarantined whole", "archive cut", True),
        ("again.csv", "same content twice", "the same as b.csv", False),
        ("c.csv", "loaded", "column x is missing", False),
    ]
    balance = draw_balance(files)
    assert balance.title == "Every row is accounted for: 15 read"
    assert not balance.is_drawn  # no row is in quarantine: bars of nothing say nothing
    files[0] = LedgerRow("b.csv", "orders", 5, 3, 0, 2, 1)
    assert draw_balance(files).is_drawn


def test_tables_without_a_file_are_named_and_a_closed_day_is_said() -> None:
    files = [LedgerRow("b.csv", "orders", 5, 5, 0, 0, 1)]
    assert say_absent(files, ["orders"]) == ""
    assert say_absent(files, ["orders", "stores"]).endswith(
        "that may go a day without one: stores."
    )
    closed = [LedgerRow("_CLOSED", "", 0, 0, 0, 0, 0, "closed", "declared")]
    assert say_absent(closed, ["orders"]) == "The day was declared closed: no file was due."
    assert not draw_balance(closed).is_drawn


def test_the_orphans_of_the_night_are_compared_with_the_night_before() -> None:
    chart = draw_orphans([finding(SALES, 5, 1), finding(SALES, 2)], DAY)
    assert chart.title == "2 rows wait for their parent"
    assert chart.takeaway.startswith("3 fewer than on the night before.")
    assert chart.table.columns == ("Night", "fact sales")
    assert [row[1] for row in chart.table.rows] == ["2", "5"]
    (group,) = show_findings([finding(SALES, 5, 1), finding(SALES, 2)], DAY, are_orphans=True)
    assert group.change == ", 5 the night before"


def test_no_orphans_and_no_count_are_told_apart() -> None:
    assert "None: every row" in draw_orphans([finding(SALES, 0)], DAY).takeaway
    assert "not counted" in draw_orphans([finding(SALES, 3, 1)], DAY).takeaway
    first = draw_orphans([finding(SALES, 1)], DAY)
    assert (first.title, first.is_drawn) == ("1 row waits for its parent", True)
    assert "first night" in first.takeaway


def test_a_warning_shows_one_value_and_no_personal_data() -> None:
    rows = [
        finding("silver/x", 2, status="odd", order_id="O1"),
        finding("silver/y", 1, customer_email="anna@example.com"),
        finding("silver/z", 0),
        finding("silver/x", 9, 1, order_id="O9"),
    ]
    groups = show_findings(rows, DAY, are_orphans=False)
    assert [(group.check_name, group.samples) for group in groups] == [
        ("silver/x", (("O1", "order_id"),)),
        ("silver/y", ((HIDDEN, "customer_email"),)),
    ]


def test_the_page_shows_files_orphans_warnings_and_the_commands(rendered: Rendered) -> None:
    text = rendered.read("quality.html")
    for part in (
        "same content twice",
        "quarantined whole",
        "3 rows wait for their parent",
        "3 fewer than on the night before",
        "An order has a status that nobody knows.",
        f"make quarantine SOURCE=demo DAY={DAY}",
        f"make replay-quarantine SOURCE=demo DAY={DAY}",
    ):
        assert part in text, part
    assert "A product weighs less than nothing." not in text
    assert "anna@example.com" not in text
