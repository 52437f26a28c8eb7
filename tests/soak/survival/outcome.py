"""What came of it: what was acknowledged and is there, and what was refused that should not have been."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`lost`, `doubled` and `wrong`: a sentence for each."""

    deaths: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    repeated: int = 0
    silence: dict[str, float] = field(default_factory=dict)  # the longest after each kind of death, in seconds
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return bool(self.acknowledged and self.deaths) and not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        silence = ", ".join(f"{way} {seconds:.1f} s" for way, seconds in self.silence.items())
        told = f"{self.deaths.total()} deaths, {self.acknowledged} acts acknowledged, {self.repeated} sent again"
        return f"{told}, {len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.wrong)} wrong; silent: {silence}"
