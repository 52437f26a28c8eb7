"""读入通知 → 逐条确认 → 发送对象 → 下发, with the ring of each."""

from __future__ import annotations

from dataclasses import dataclass

_STEPS = (("read", "读入通知"), ("confirm", "逐条确认"), ("address", "发送对象"), ("issue", "下发"))


@dataclass(frozen=True)
class Step:
    word: str
    progress: float
    url: str = ""
    is_here: bool = False


def steps(
    here: str,
    *,
    confirmed: float = 0,
    addressed: bool = False,
    issued: bool = False,
    urls: dict[str, str] | None = None,
) -> list[Step]:
    """The four steps; `confirmed` is the share of decided lines."""
    started = here != "read"
    progress = {"read": float(started), "confirm": confirmed, "address": float(addressed), "issue": float(issued)}
    return [
        Step(
            word,
            progress[key] if key != here or progress[key] >= 1 else max(progress[key], 0.25),
            (urls or {}).get(key, ""),
            key == here,
        )
        for key, word in _STEPS
    ]
