"""Whose rating is about to fall: few reviews move nothing, many do, a fall of all is no one's."""

import numpy as np

from include.ml.texts.falling import Rating, UnitStars, expect_ratings

Counts = tuple[int, float, int, float]  # reviews and mean stars before, and of the last days


def make_unit(name: str, counts: Counts, rng: np.random.Generator | None = None) -> UnitStars:
    """Return a unit whose stars have these means; drawn around them with a generator."""
    usual, before, recent, now = counts
    stars = [np.full(usual, before), np.full(recent, now)]
    if rng is not None:
        stars = [np.clip(rng.normal(part, 1.2).round(), 1, 5) for part in stars]
    whole = [part.round().astype(int) for part in stars]
    return UnitStars(
        "seller", name, usual, int(whole[0].sum()), recent, int(whole[1].sum()),
        int((whole[0] ** 2).sum() + (whole[1] ** 2).sum()),
    )  # fmt: skip


def make_business(rng: np.random.Generator, shift: float = 0.0) -> list[UnitStars]:
    return [
        make_unit(f"S{number}", (60, level, 12, level + shift), rng)
        for number, level in enumerate(rng.normal(4.0, 0.3, 150))
    ]


def find(ratings: list[Rating], name: str) -> Rating:
    return next(rating for rating in ratings if rating.unit_id == name)


def test_many_bad_reviews_warn_and_few_do_not() -> None:
    rng = np.random.default_rng(2)
    units = make_business(rng)
    units += [make_unit("many", (200, 4.3, 60, 3.0), rng), make_unit("few", (200, 4.3, 3, 3.0))]
    ratings = expect_ratings(units)
    many, few = find(ratings, "many"), find(ratings, "few")
    assert many.is_falling
    assert not few.is_falling
    assert few.recent_stars_average < few.expected_stars < few.usual_stars
    assert many.usual_stars - many.expected_stars > 2 * (few.usual_stars - few.expected_stars)
    assert many.next_average < many.stars_average


def test_calm_units_are_hardly_ever_called_falling() -> None:
    told = [expect_ratings(make_business(np.random.default_rng(seed))) for seed in range(5)]
    falling = [rating.is_falling for ratings in told for rating in ratings]
    assert np.mean(falling) < 0.02


def test_a_fall_of_the_whole_business_is_nobodys_own() -> None:
    ratings = expect_ratings(make_business(np.random.default_rng(3), shift=-0.7))
    assert np.mean([rating.is_falling for rating in ratings]) < 0.02
    assert np.mean([one.expected_stars - one.usual_stars for one in ratings]) < -0.5


def test_the_interval_holds_the_true_level() -> None:
    rng = np.random.default_rng(5)
    levels = np.clip(rng.normal(3.0, 0.3, 400), 2.3, 3.7)
    units = [make_unit(f"S{n}", (40, one, 10, one), rng) for n, one in enumerate(levels)]
    told = expect_ratings(units)
    held = [
        one.expected_lower <= level <= one.expected_upper
        for one, level in zip(told, levels, strict=True)
    ]
    assert 0.9 < np.mean(held) <= 1


def test_without_earlier_or_recent_reviews_nothing_is_said() -> None:
    units = [make_unit("new", (0, 4.0, 9, 4.0)), make_unit("quiet", (50, 4.0, 2, 1.0))]
    assert expect_ratings(units) == []
    assert expect_ratings([]) == []
