"""Made-up reviews in a made-up language: some words complain, some praise, most say nothing."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from include.ml.specs.sentiment import SPEC
from include.ml.terms import Split
from include.ml.texts.fitting import label_stars

COMPLAINTS = {
    "delivery": ("nunca chegou", "atrasó mucho", "esperando ainda"),
    "damage": ("caixa rota", "vidro quebrado", "peça partida"),
    "size": ("tamanho errado", "pequeno demais", "número trocado"),
}
PRAISE = ("muy bueno", "ótimo produto", "perfeito", "rápido", "gostei tanto", "recomendo a todos")
FILLING = ("o pedido", "da loja", "com a compra", "para casa", "hoje", "este artigo", "na semana")
LAST_DAY = date(2026, 3, 10)

QUICK = replace(
    SPEC,
    least_distinct=50,
    topics=replace(SPEC.topics, count=3, least_texts=5),
    drift=replace(SPEC.drift, least_known_rows=20),
    split=Split(test_nights=28, validation_nights=28),
    gate=replace(SPEC.gate, bootstraps=60, least_entities=10),
)


def make_texts(count: int = 900, days: int = 180, seed: int = 3) -> pd.DataFrame:
    """Return reviews as `read_texts` does, with the topic that each complaint is about."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        stars = int(rng.choice([1, 2, 3, 4, 5], p=[0.2, 0.1, 0.1, 0.2, 0.4]))
        topic = str(rng.choice(list(COMPLAINTS)))
        words = [str(rng.choice(FILLING)) for _ in range(rng.integers(1, 5))]
        if stars <= 2 or (stars == 3 and rng.random() < 0.5):
            words += [str(rng.choice(COMPLAINTS[topic])) for _ in range(2)]
        else:
            words += [str(rng.choice(PRAISE)) for _ in range(2)]
        if rng.random() < 0.05:  # stars given by mistake
            stars = 6 - stars
        rows.append(
            {
                "day": LAST_DAY - timedelta(days=int(days * (count - 1 - number) / count)),
                "review_key": f"R{number:04d} O{number:04d}",
                "review_id": f"R{number:04d}",
                "order_id": f"O{number:04d}",
                "group_id": f"P{number % 12}",
                "stars": stars,
                "text": " ".join(rng.permutation(words)),
                "topic": topic,
            }
        )
    frame = pd.DataFrame(rows)
    return frame.assign(is_positive=label_stars(QUICK, frame["stars"]))
