"""What a person on call is told to do: the command to type, with its source and day."""

import re

from include.settings import load_settings
from include.sources.drop import read_day

COMMAND = re.compile(r"make (?P<target>[a-z-]+) DAY=<day>")
NO_DAY = "Trigger the DAG again and give the day as its partition key, written YYYY-MM-DD."


def make_command(target: str, source: str, day: object) -> str:
    """Return the command that runs a target of the Makefile for one day of a source."""
    named = "" if source == "demo" else f"SOURCE={source} "
    return f"make {target} {named}DAY={day}"


def fill_instructions(document: str, day: str) -> str:
    """Return how a DAG's document ends, as a sentence with the day and source filled in.

    `day` is the partition key of a run, which may be no day; a DAG that has none names none.
    """
    last_paragraph = document.strip().split("\n\n")[-1]
    if COMMAND.search(last_paragraph) and read_day(day) is None:
        return NO_DAY
    sentence = " ".join(last_paragraph.split()).removeprefix("When it fails, ")
    source = load_settings().source
    filled = COMMAND.sub(lambda found: make_command(found["target"], source, day), sentence)
    return filled[:1].upper() + filled[1:]
