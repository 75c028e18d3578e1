"""The formulas of FSRS-6 with the numbers of one review in them, for `flashdeck why`.

Source: open-spaced-repetition, The Algorithm, FSRS-6; w[0] to w[20] are the parameters. The values
after the last `=` are the package's, so that what is told is what was done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from flashdeck.scheduling.memory import Memory

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


@dataclass(frozen=True)
class Told:
    """One review: from ``before`` by ``rating`` 1 to 4 on ``day`` to ``after``."""

    w: Sequence[float]
    before: Memory | None
    rating: int
    day: date
    after: Memory

    @property
    def decay(self) -> float:
        """The exponent of the forgetting curve."""
        return -self.w[20]

    @property
    def factor(self) -> float:
        """What makes the curve pass through 0.9 after as many days as the stability."""
        return float(0.9 ** (1 / self.decay)) - 1

    def memory(self) -> list[str]:
        """Return how retrievability, stability and difficulty came about."""
        before, g = self.before, self.rating
        if before is None or before.stability is None or before.difficulty is None:
            w = self.w
            return [
                f"S = w{g - 1} = {self.after.stability:.4g} days",
                f"D = {w[4]:.4g} − e^({w[5]:.4g} · {g - 1}) + 1 = {self.after.difficulty:.4g}",
            ]
        days = (self.day - before.last_day).days if before.last_day else 0
        difficulty = self._difficulty(before.difficulty)
        if days < 1:
            return [self._same_day(before.stability), difficulty]
        recalled = (1 + self.factor * days / before.stability) ** self.decay
        curve = (
            f"R = (1 + {self.factor:.4g} · {days} / {before.stability:.4g})^{_n(self.decay)}"
            f" = {recalled:.4g} after {days} day{'' if days == 1 else 's'}"
        )
        grown = self._forgotten if g == AGAIN else self._recalled
        return [curve, grown(before.stability, before.difficulty, recalled), difficulty]

    def _same_day(self, s: float) -> str:
        w, g = self.w, self.rating
        growth = f"e^({w[17]:.4g} · ({g} − 3 + {w[18]:.4g})) · {s:.4g}^{_n(-w[19])}"
        if g != AGAIN:
            growth = f"max(1, {growth})"
        return f"S = {s:.4g} · {growth} = {self.after.stability:.4g} days, on the same day"

    def _recalled(self, s: float, d: float, r: float) -> str:
        w = self.w
        bonus = {HARD: f" · {w[15]:.4g}", GOOD: "", EASY: f" · {w[16]:.4g}"}[self.rating]
        return (
            f"S = {s:.4g} · (1 + e^{w[8]:.4g} · (11 − {d:.4g}) · {s:.4g}^{_n(-w[9])}"
            f" · (e^({1 - r:.4g} · {w[10]:.4g}) − 1){bonus}) = {self.after.stability:.4g} days"
        )

    def _forgotten(self, s: float, d: float, r: float) -> str:
        w = self.w
        return (
            f"S = min({w[11]:.4g} · {d:.4g}^{_n(-w[12])} · (({s:.4g} + 1)^{w[13]:.4g} − 1)"
            f" · e^({1 - r:.4g} · {w[14]:.4g}), {s:.4g} / e^({w[17]:.4g} · {w[18]:.4g}))"
            f" = {self.after.stability:.4g} days"
        )

    def _difficulty(self, d: float) -> str:
        w, g = self.w, self.rating
        easy = w[4] - exp(w[5] * (EASY - 1)) + 1
        return (
            f"D = {w[7]:.4g} · {_n(easy)} + (1 − {w[7]:.4g}) · ({d:.4g}"
            f" − {w[6]:.4g} · ({g} − 3) · (10 − {d:.4g}) / 9) = {self.after.difficulty:.4g}"
        )

    def interval(self, retention: float, longest: int) -> str:
        """Return how the days until ``retention`` is reached follow from the stability."""
        s = self.after.stability or 0.0
        days = s / self.factor * (retention ** (1 / self.decay) - 1)
        kept = min(max(round(days), 1), longest)
        return (
            f"I = {s:.4g} / {self.factor:.4g} · ({retention:g}^{_n(1 / self.decay)} − 1)"
            f" = {days:.4g}, {kept} day{'' if kept == 1 else 's'}"
        )


def _n(value: float) -> str:
    """Return a number that may be negative as it stands in a formula."""
    return f"{value:.4g}" if value >= 0 else f"(−{-value:.4g})"
