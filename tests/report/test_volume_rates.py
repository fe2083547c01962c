"""Rates are shrunk by how few orders stand behind them, and found again where they are known."""

import random

import pytest

from include.report.volume_rates import Volume, find_overall, find_spread, shrink_rates


def make_units(spread: float, count: int = 2000) -> list[Volume]:
    """Return units of 20 to 200 orders whose true rates lie around 10 percent."""
    chance = random.Random(11)
    strength = 1 / spread - 1 if spread else 0
    units = []
    for _ in range(count):
        orders = chance.randint(20, 200)
        rate = chance.betavariate(0.1 * strength, 0.9 * strength) if spread else 0.1
        units.append(Volume(orders, sum(chance.random() < rate for _ in range(orders))))
    return units


@pytest.mark.parametrize("spread", [0.02, 0.1])
def test_the_spread_of_made_up_rates_is_found_again(spread: float) -> None:
    assert find_spread(make_units(spread)) == pytest.approx(spread, rel=0.15)


def test_rates_that_differ_by_chance_alone_are_nearly_one() -> None:
    units = make_units(0)
    assert find_spread(units) < 0.002
    rates = [rate.value for rate in shrink_rates(units)]
    assert max(rates) - min(rates) < 0.02


def test_three_late_orders_of_three_do_not_make_the_worst() -> None:
    units = [Volume(3, 3), Volume(400, 120), *[Volume(200, 20)] * 20]
    few, many, *_ = shrink_rates(units)
    assert many.excess_count > few.excess_count
    assert few.value < 1
    assert few.high - few.low > many.high - many.low
    assert many.above_share > 0.999


def test_the_rate_of_much_volume_is_its_own() -> None:
    units = [Volume(100_000, 30_000), *make_units(0.05, 200)]
    big = shrink_rates(units)[0]
    assert big.value == pytest.approx(0.3, abs=0.001)
    assert big.low < 0.3 < big.high
    assert big.excess_count == pytest.approx(100_000 * (big.value - find_overall(units)))


def test_a_few_units_alike_by_chance_keep_the_doubt_of_their_volume() -> None:
    for rate in shrink_rates([Volume(100, 10)] * 6):
        assert rate.value == pytest.approx(0.1)
        assert rate.high - rate.low > 0.05


@pytest.mark.parametrize("late", [0, 5])
def test_a_lone_unit_and_units_all_alike_are_no_error(late: int) -> None:
    for units in ([Volume(50, 7)], [Volume(5, late), Volume(5, late)], [Volume(1, late // 5)]):
        for rate in shrink_rates(units):
            assert 0 <= rate.low <= rate.value <= rate.high <= 1
            assert rate.excess_count == 0
            assert rate.above_share == 0.5
    assert shrink_rates([]) == ()
