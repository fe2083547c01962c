"""The doctor tells what is well from what is not, and how to mend it."""

import time

from include.runtime import doctor, stack
from include.runtime.state import State


def test_a_state_that_was_never_started_is_told_how_to_start(state: State) -> None:
    findings = {finding.subject: finding for finding in doctor.examine(state)}
    assert findings["Python"].is_well
    assert not findings["stack"].is_well
    assert findings["stack"].mend == "`make up SOURCE=demo`"


def test_what_runs_is_told_apart_from_what_does_not(running: State) -> None:
    time.sleep(1.5)  # supervisor calls a program running after a second
    findings = {finding.subject: finding for finding in doctor.examine(running)}
    assert findings["postgres"].is_well
    assert findings["warehouse, reading"].is_well
    assert not findings["scheduler"].is_well
    assert not findings["Airflow scheduler"].is_well
    assert all(finding.mend for finding in findings.values() if not finding.is_well)


def test_a_database_that_is_gone_is_named(running: State) -> None:
    environment = stack.require_environment(running)
    broken = environment | {"NIGHTSHIFT_READER_URL": "postgresql:///x?host=/nowhere"}
    findings = {finding.subject: finding for finding in doctor.check_reachable(running, broken)}
    assert findings["warehouse"].is_well
    assert not findings["warehouse, reading"].is_well
