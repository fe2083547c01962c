"""Texts cut by the day they were known, or by group where all came on one day."""

from datetime import timedelta

from include.ml.texts.splitting import split_texts
from tests.ml.texts.made_texts import LAST_DAY, QUICK, make_texts


def test_dated_texts_are_cut_by_time() -> None:
    rows = make_texts(600)
    slices = split_texts(QUICK, rows, LAST_DAY)
    parts = (slices.fitting, slices.validation, slices.test)
    assert sum(len(part) for part in parts) == len(rows)
    assert max(slices.fitting["day"]) < slices.validation_from <= min(slices.validation["day"])
    assert max(slices.validation["day"]) < slices.test_from <= min(slices.test["day"])
    assert slices.test_from == LAST_DAY - timedelta(days=27)


def test_texts_of_one_day_are_cut_by_group() -> None:
    rows = make_texts(600).assign(day=LAST_DAY)
    slices = split_texts(QUICK, rows, LAST_DAY)
    parts = (slices.fitting, slices.validation, slices.test)
    assert sum(len(part) for part in parts) == len(rows)
    groups = [set(part["group_id"]) for part in parts]
    assert all(groups)
    assert len(set.union(*groups)) == sum(len(group) for group in groups)
