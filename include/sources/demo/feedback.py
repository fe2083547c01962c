"""Feedback sentences: what simulated customers write, put together from fragments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PATIENCE_MINUTES = 6
STRAY_SHARE = 0.06  # of the writers whose words and stars do not go together
TERSE_SHARE = 0.5  # of the texts that lack an opening, or a closing, or a title

OPENINGS = {
    "good": ("Really happy with this order.", "All good again.", "Five minutes and done, great.",
             "This is why I stay with you.", "Could not ask for more.", "Lovely.", "Well done!"),
    "mixed": ("It was okay.", "Mixed feelings this time.", "Fine, but not perfect.",
              "Some good, some bad.", "I have seen better from you.", "Average."),
    "bad": ("Very disappointed.", "Not what I pay for.", "This was a bad one.", "Never again.",
            "I expected more.", "What happened here?", "Sorry, but no."),
}  # fmt: skip
ON_TIME = (
    "The courier came well inside the slot.", "Delivered right on time.",
    "The bags were at the door as promised.", "Punctual as ever.", "Early in the slot, perfect.",
    "The slot was kept to the minute.",
)  # fmt: skip
A_BIT_LATE = (
    "A few minutes late, no harm done.", "Slightly after the slot.",
    "{minutes} minutes late, the ice was still frozen.", "Nearly on time.",
)  # fmt: skip
LATE = (
    "The delivery came {minutes} minutes after the slot.", "I waited {minutes} minutes too long.",
    "Late again, by {minutes} minutes.", "The slot was missed and nobody called.",
    "We had to leave and the courier was still not there.", "Dinner was late because you were.",
    "The app said on its way for {minutes} minutes past the slot.",
)  # fmt: skip
CAUSES = {
    "store picking": ("They said the store was still picking.", "Picking took for ever, I heard."),
    "courier overloaded": ("The courier had far too many stops.", "Poor man had ten stops left."),
    "long distance": ("Apparently we live too far out.", "The tour came from across the city."),
    "heavy basket": ("The crates were too heavy for one trip.", "He had to walk twice."),
    "new courier": ("The courier was new and lost.", "She could not find our street."),
    "traffic": ("Stuck in traffic, they said.", "Roadworks, as always."),
    "weather": ("Everything was soaked from the rain.", "I know the weather was awful."),
    "customer not at home": ("Nobody rang our bell!", "We were at home the whole time."),
}  # fmt: skip
GOOD_PRODUCT = (
    "The {product} tasted fresh.", "Best {product} in a while.", "The {product} was spot on.",
    "{product}: good quality for the price.", "The kids loved the {product}.",
    "I will order the {product} again.",
)  # fmt: skip
BAD_PRODUCT = (
    "The {product} was past its best.", "The {product} arrived damaged.", "Half of the {product} "
    "went into the bin.", "The {product} leaked all over the bag.", "{product}: too expensive for "
    "that quality.", "The {product} was not what the picture shows.",
)  # fmt: skip
SERVICE = (
    "The courier was very friendly.", "The hotline could not help.", "Nice note on the receipt.",
    "The app logged me out twice.", "Too much plastic in the bags.", "Thanks to the store team.",
)  # fmt: skip
CLOSINGS = {
    "good": ("Thank you!", "See you next week.", "Keep it up.", "Recommended.", ""),
    "mixed": ("Please look into it.", "Maybe next time.", "Let's see.", ""),
    "bad": ("I want my money back.", "Please call me.", "I will try another shop.", "Sort it out.",
            ""),
}  # fmt: skip
TITLES = {
    "good": ("Great", "Always fresh", "Just right", "Love it", "Top service"),
    "mixed": ("Okay", "So so", "Could be better", "Average"),
    "bad": ("Too late", "Bad experience", "Disappointed", "Not again", "Poor"),
}


@dataclass(frozen=True)
class Experience:
    """What a customer has to tell; `late_minutes` is 0 for a delivery in its slot."""

    stars: int
    late_minutes: float
    reason: str | None
    product: str
    is_good_product: bool


def write_feedback(rng: np.random.Generator, lived: Experience) -> tuple[str, str, str]:
    """Return topic, title and text of one review, told by what went right or wrong."""

    def pick(choices: Sequence[str]) -> str:
        return choices[int(rng.integers(len(choices)))]

    mood = "good" if lived.stars >= 4 else "mixed" if lived.stars == 3 else "bad"
    if rng.random() < STRAY_SHARE:
        mood = pick(tuple(TITLES))
    patience = A_BIT_LATE if lived.late_minutes <= PATIENCE_MINUTES else LATE
    delivery = pick(patience if lived.late_minutes > 0 else ON_TIME)
    if lived.late_minutes > PATIENCE_MINUTES and lived.reason in CAUSES and rng.random() < 0.5:
        delivery += " " + pick(CAUSES[lived.reason])
    goods = pick(GOOD_PRODUCT if lived.is_good_product else BAD_PRODUCT)
    parts = {"delivery": delivery, "product": goods, "service": pick(SERVICE)}
    if lived.late_minutes > PATIENCE_MINUTES:
        weights = (0.75, 0.15, 0.10)
    else:
        weights = (0.25, 0.60, 0.15) if lived.is_good_product else (0.05, 0.85, 0.10)
    topic = list(parts)[int(rng.choice(3, p=weights))]
    others = [text for name, text in parts.items() if name != topic and rng.random() < 0.3]
    opening, closing, title = (
        "" if rng.random() < TERSE_SHARE else pick(words[mood])
        for words in (OPENINGS, CLOSINGS, TITLES)
    )
    text = " ".join(filter(None, [opening, parts[topic], *others, closing]))
    return topic, title, text.format(minutes=round(lived.late_minutes), product=lived.product)
