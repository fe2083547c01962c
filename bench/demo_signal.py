"""How much signal the simulated business holds: run with `python -m bench.demo_signal`.

Compares the margin that the simulator itself uses (nothing known the evening before ranks
better) with a model on features that anyone could compute from the files of that evening.
"""

import sys
from datetime import date, timedelta

import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from include.sources.demo.lateness import draw_outcome
from include.sources.demo.orders import draw_orders
from include.sources.demo.world import HISTORY_DAYS, Array, World, is_holiday

FIRST_NIGHT = date(2026, 4, 30)
WARM_UP_DAYS = 20  # rates of couriers and stores need some past
TEST_DAYS = 25
PRIOR = 20.0  # orders at the overall rate that shrink a small group's rate
RATES = ("courier_id", "store", "code")


def _past_rates(past: dict[str, dict[str, list[int]]], orders: dict[str, Array]) -> list[Array]:
    rates = []
    for name in RATES:
        seen = past[name]
        counts = np.array([seen.get(str(one), [0, 0]) for one in orders[name]])
        rates.append((counts[:, 1] + PRIOR * 0.12) / (counts[:, 0] + PRIOR))
    return rates


def build_rows(world: World) -> tuple[Array, Array, Array, Array]:
    """Return features, labels, the simulator's margin and the night's number, one row an order."""
    past: dict[str, dict[str, list[int]]] = {name: {} for name in RATES}
    yesterday = 0.12
    features, labels, margins, nights = [], [], [], []
    for night in range(HISTORY_DAYS):
        day = FIRST_NIGHT - timedelta(days=HISTORY_DAYS - night)
        orders, outcome = draw_orders(world, day).orders, draw_outcome(world, day)
        kept = np.isnat(outcome.cancelled_on)
        tomorrow = day + timedelta(days=1)
        shared = [tomorrow.weekday() == 5, tomorrow.weekday() == 6, is_holiday(tomorrow), yesterday]
        columns = [
            *_past_rates(past, orders),
            *(orders[name] for name in ("km", "kg", "slot", "stops", "backlog", "vehicle")),
            orders["tenure"] < 30,
            *(np.full(len(kept), value) for value in shared),
        ]
        features.append(np.column_stack(columns).astype(float)[kept])
        labels.append(outcome.is_late[kept])
        margins.append(outcome.known_margin[kept])
        nights.append(np.full(int(kept.sum()), night))
        yesterday = float(outcome.is_late[kept].mean())  # delivered tomorrow, known tomorrow night
        for name in RATES:
            for one, late in zip(orders[name][kept], outcome.is_late[kept], strict=True):
                count = past[name].setdefault(str(one), [0, 0])
                count[0] += 1
                count[1] += int(late)
    parts = (features, labels, margins, nights)
    return tuple(np.concatenate(part) for part in parts)  # type: ignore[return-value]


def main() -> None:
    """Print the figures."""
    features, late, margin, night = build_rows(World(FIRST_NIGHT))
    train = (night >= WARM_UP_DAYS) & (night < HISTORY_DAYS - TEST_DAYS)
    test = night >= HISTORY_DAYS - TEST_DAYS
    booster = xgboost.XGBClassifier(
        n_estimators=200, max_depth=4, learning_rate=0.05, subsample=0.8, random_state=0, n_jobs=1
    )
    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    booster.fit(features[train], late[train])
    linear.fit(features[train], late[train])
    scores = {
        "best possible": margin[test],
        "xgboost": booster.predict_proba(features[test])[:, 1],
        "logistic regression": linear.predict_proba(features[test])[:, 1],
    }
    write = sys.stdout.write
    write(f"late rate {late.mean():.3f}, {train.sum()} orders to train, {test.sum()} to test\n")
    for name, score in scores.items():
        write(f"AUC {name}: {roc_auc_score(late[test], score):.3f}\n")


if __name__ == "__main__":
    main()
