"""What a person is told to do can be pasted into a shell."""

import pytest

from include.instructions import fill_instructions, make_command
from include.settings import load_settings

DOCUMENT = """Rows are true.

When it fails, mend the table: `make retry DAY=<day>`. Where a file is at fault, mend that:
`make replay-quarantine DAY=<day>`.
"""


def test_the_command_names_the_source_unless_make_takes_it_anyway() -> None:
    assert make_command("retry", "demo", "2026-03-01") == "make retry DAY=2026-03-01"
    assert make_command("retry", "olist", "2018-04-28") == "make retry SOURCE=olist DAY=2018-04-28"


def test_every_command_of_a_document_has_its_day_and_source(
    settings_env: pytest.MonkeyPatch,
) -> None:
    settings_env.setenv("NIGHTSHIFT_SOURCE", "olist")
    load_settings.cache_clear()
    assert fill_instructions(DOCUMENT, "2018-04-28") == (
        "Mend the table: `make retry SOURCE=olist DAY=2018-04-28`. Where a file is at fault, mend"
        " that: `make replay-quarantine SOURCE=olist DAY=2018-04-28`."
    )
    assert fill_instructions(DOCUMENT, "April").startswith("Trigger the DAG again")
