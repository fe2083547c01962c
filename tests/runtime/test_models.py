"""The commands about models, on a warehouse of their own."""

from include.runtime.state import State
from tests.runtime.conftest import Runtime


def test_before_the_first_training_the_lists_are_empty_and_nothing_can_be_pinned(
    runtime: Runtime, running: State
) -> None:
    root = running.folder.parent
    assert runtime("models", root=root).stdout == "no model has been trained yet\n"
    assert runtime("training-sets", root=root).stdout == "no training set has been saved yet\n"
    done = runtime("pin", "--model", "delay_open", "--version", "3", root=root)
    assert done.returncode == 1
    assert done.stderr.endswith("delay_open has no version 3. No version can serve.\n")
    done = runtime("benchmarks", "--model", "delay_open", root=root)
    assert "delay_open has no version to compare with: train a night first." in done.stderr
