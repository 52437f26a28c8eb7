"""How much is still unfound, from what two who looked independently found: Chapman's estimator (pure).

Chapman 1951 with the variance of Seber 1970; the interval is that of Chao 1987, logarithmic, so that it never falls
below what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Estimate:
    """`own` and `other` found so many, `both` of them the same; the rest are whole numbers of things."""

    own: int
    other: int
    both: int
    unfound: float
    low: float
    high: float

    @property
    def seen(self) -> int:
        return self.own + self.other - self.both


def chapman(own: int, other: int, both: int) -> Estimate:
    """Raises ValueError where `both` is more than either."""
    if not 0 <= both <= min(own, other):
        raise ValueError("more in both than in one")
    total = (own + 1) * (other + 1) / (both + 1) - 1
    seen = own + other - both
    unfound = max(0.0, total - seen)
    variance = (own + 1) * (other + 1) * (own - both) * (other - both) / ((both + 1) ** 2 * (both + 2))
    if unfound <= 0 or variance <= 0:
        return Estimate(own, other, both, unfound, 0.0, unfound)
    wide = exp(Z * sqrt(log(1 + variance / unfound**2)))
    return Estimate(own, other, both, unfound, unfound / wide, unfound * wide)
