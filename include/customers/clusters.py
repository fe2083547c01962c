"""KMeans on recency, frequency and money, and whether the clusters it finds are really there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

COLUMNS = ("recency_days", "orders_count", "revenue_amount")
COUNTS = range(2, 9)  # numbers of clusters that are tried
STARTS = 3  # of KMeans, the best counts
SEED = 1
MOST_FITTED = 10_000  # customers in one fit
MOST_COMPARED = 3_000  # customers in one silhouette, which compares each with each
SPLITS = 3  # pairs of random halves
FEWEST = 100  # with fewer customers no cluster is looked for
LEAST_GAIN = 0.05  # of silhouette above both kinds of data without clusters
LEAST_AGREEMENT = 0.95  # adjusted Rand index of two fits on random halves

Points = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Space:
    """How customers become points: log(1 + x) of each column, less its mean, over its spread."""

    columns: tuple[str, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]

    def place(self, rfm: pd.DataFrame) -> Points:
        """Return [customers, columns]; a value that is not known is 0, as no revenue is."""
        values = np.log1p(rfm[list(self.columns)].fillna(0).to_numpy(np.float64))
        points: Points = (values - np.array(self.means)) / np.array(self.spreads)
        return points


@dataclass(frozen=True)
class Clusters:
    """Centres in a space, [clusters, columns]; a customer belongs to the nearest."""

    space: Space
    centres: tuple[tuple[float, ...], ...]

    def assign(self, rfm: pd.DataFrame) -> Places:
        """Return the number of the nearest centre, from 0; the first of equals."""
        return find_nearest(np.array(self.centres), self.space.place(rfm))


@dataclass(frozen=True)
class Candidate:
    """One number of clusters, judged: silhouettes of the customers and of data without clusters.

    `shuffled` is the silhouette after each column was shuffled by itself; `lump` that of one normal
    cloud with the customers' own covariance. `agreement` is the least adjusted Rand index between
    fits on random halves, each labelling all customers.
    """

    clusters_count: int
    silhouette: float
    shuffled: float
    lump: float
    agreement: float

    @property
    def gain(self) -> float:
        """Return how far the silhouette lies above both kinds of data without clusters."""
        return self.silhouette - max(self.shuffled, self.lump)

    @property
    def is_natural(self) -> bool:
        """Return whether the clusters are there, and found again."""
        return self.gain >= LEAST_GAIN and self.agreement >= LEAST_AGREEMENT


def make_space(rfm: pd.DataFrame) -> Space | None:
    """Return the space of the columns that differ between customers; None with fewer than two."""
    values = np.log1p(rfm[list(COLUMNS)].fillna(0).to_numpy(np.float64))
    means, spreads = values.mean(axis=0), values.std(axis=0)
    kept = [place for place, spread in enumerate(spreads) if spread > 1e-9]
    if len(kept) < 2:
        return None
    return Space(
        tuple(COLUMNS[place] for place in kept),
        tuple(round(float(means[place]), 6) for place in kept),
        tuple(round(float(spreads[place]), 6) for place in kept),
    )


def judge_clusters(rfm: pd.DataFrame) -> tuple[Candidate, Clusters] | None:
    """Try numbers of clusters; return the natural one of highest silhouette.

    Where none is natural, the one of highest silhouette that was judged, to be told of. None where
    there is nothing to cluster: too few customers, or columns that do not differ.
    """
    space = make_space(rfm) if len(rfm) >= FEWEST else None
    if space is None:
        return None
    points = space.place(rfm)
    found = [measure_silhouettes(points, count) for count in COUNTS]
    gainers = [one for one in found if one.gain >= LEAST_GAIN]
    best = max(found, key=lambda one: one.silhouette)
    judged = [measure_stability(points, one) for one in gainers or [best]]
    chosen = max(judged, key=lambda one: (one.is_natural, one.silhouette))
    centres = fit_centres(points, chosen.clusters_count)
    return chosen, Clusters(space, tuple(tuple(map(float, centre)) for centre in centres))


def fit_centres(points: Points, count: int) -> Points:
    """Return the centres of KMeans, [count, columns], sorted; the same points give the same."""
    sample = _draw(points, MOST_FITTED)
    model = KMeans(count, n_init=STARTS, random_state=SEED).fit(sample)
    centres = np.round(model.cluster_centers_.astype(np.float64), 6)
    sorted_centres: Points = centres[np.lexsort(centres.T[::-1])]
    return sorted_centres


def find_nearest(centres: Points, points: Points) -> Places:
    """Return the number of the nearest centre of each point."""
    distances: Points = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest: Places = distances.argmin(axis=1)
    return nearest


def measure_agreement(
    customers_count: int, label: Callable[[Rows], Sequence[object]], splits: int = SPLITS
) -> float:
    """Return the least adjusted Rand index between two rules learned on random halves.

    `label` learns a rule from the rows it is given and labels all customers by it.
    """
    generator = np.random.default_rng(SEED)
    found = []
    for _ in range(splits):
        is_first = generator.permutation(customers_count) < customers_count // 2
        found.append(adjusted_rand_score(label(is_first), label(~is_first)))
    return float(min(found))


def measure_silhouettes(points: Points, count: int) -> Candidate:
    """Measure data without clusters by their own centres and by the customers': the better counts.

    Two columns that say nothing of each other can be split along either, and KMeans takes one of
    them by chance.
    """
    generator = np.random.default_rng(SEED)
    shuffled = np.column_stack([generator.permutation(column) for column in points.T])
    lump = generator.multivariate_normal(points.mean(axis=0), np.cov(points.T), size=len(points))
    centres = fit_centres(points, count)
    without = [
        max(_measure_silhouette(found, one) for one in (centres, fit_centres(found, count)))
        for found in (shuffled, lump)
    ]
    silhouette = _measure_silhouette(points, centres)
    measured = [round(value, 4) for value in (silhouette, *without)]
    return Candidate(count, measured[0], measured[1], measured[2], agreement=0.0)


def measure_stability(points: Points, candidate: Candidate) -> Candidate:
    """Add to a candidate how well fits on random halves agree."""
    count = candidate.clusters_count
    agreement = measure_agreement(
        len(points), lambda rows: find_nearest(fit_centres(points[rows], count), points).tolist()
    )
    return replace(candidate, agreement=round(agreement, 4))


def _measure_silhouette(points: Points, centres: Points) -> float:
    sample = _draw(points, MOST_COMPARED)
    places = find_nearest(centres, sample)
    return float(silhouette_score(sample, places)) if len(np.unique(places)) > 1 else 0.0


def _draw(points: Points, most: int) -> Points:
    return points[_choose(len(points), most)]


def _choose(count: int, most: int) -> Places:
    """Return the places of a random sample, in their order; the same for the same count."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(SEED).choice(count, most, replace=False))
