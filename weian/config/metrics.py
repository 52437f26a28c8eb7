"""What the pages took, counted by every web process into a file of its own and told in Prometheus' text format.

A scrape reaches one process of several, so that each keeps its counts where the others can read them: a mapped file of
fixed records under var/metrics/, named by process. Labels are routes as written, never addresses: no name, no number
and no token of anybody can get in.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
SLOTS = 2048  # routes × methods × statuses that one process can tell apart
KEY = 160  # bytes
NUMBERS = struct.Struct(f"<{len(BOUNDS) + 2}d")  # answers within each bound and beyond the last, then their seconds
RECORD = KEY + NUMBERS.size
REST = "-\t-\t0"  # where everything goes once the slots are full

Sample = tuple[Mapping[str, str], float]


class Counts:
    """The counts of one process. A respawned process with the number of a dead one goes on where that stopped."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(descriptor, SLOTS * RECORD)
            self._map = mmap.mmap(descriptor, SLOTS * RECORD)
        finally:
            os.close(descriptor)
        self._lock = threading.Lock()
        self._at = {key: at * RECORD for at, (key, _) in enumerate(_records(self._map[:]))}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer, and how long it took."""
        key = f"{method}\t{route}\t{status}"
        with self._lock:
            at = self._slot(key if len(key.encode()) <= KEY else REST) + KEY
            numbers = list(NUMBERS.unpack_from(self._map, at))
            numbers[bisect_left(BOUNDS, seconds)] += 1
            numbers[-1] += seconds
            NUMBERS.pack_into(self._map, at, *numbers)

    def _slot(self, key: str) -> int:
        if key not in self._at:
            if len(self._at) >= SLOTS - 1:
                key = REST
            at = self._at.setdefault(key, len(self._at) * RECORD)
            self._map[at : at + KEY] = key.encode().ljust(KEY, b"\0")
        return self._at[key]


def forget(folder: Path) -> None:
    """Begin at nothing, as every counter does when its program starts."""
    for path in folder.glob("*"):
        with contextlib.suppress(OSError):
            path.unlink()


def requests(folder: Path) -> Iterator[str]:
    """The lines about requests: all processes together, also those that have died since the start."""
    total: dict[str, list[float]] = {}
    for path in sorted(folder.glob("*")):
        for key, numbers in _records(path.read_bytes()):
            before = total.get(key, [0.0] * len(numbers))
            total[key] = [a + b for a, b in zip(before, numbers, strict=True)]
    name = "weian_request_seconds"
    yield f"# HELP {name} Seconds that answers took, by route as written."
    yield f"# TYPE {name} histogram"
    for key, numbers in sorted(total.items()):
        labels = dict(zip(("method", "route", "status"), key.split("\t"), strict=True))
        running = 0.0
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], numbers[:-1], strict=True):
            running += count
            yield line(f"{name}_bucket", {**labels, "le": bound}, running)
        yield line(f"{name}_sum", labels, numbers[-1])
        yield line(f"{name}_count", labels, running)


def gauge(name: str, help_text: str, samples: Iterable[Sample]) -> Iterator[str]:
    """One gauge with its values; nothing where there are none."""
    lines = [line(name, labels, value) for labels, value in samples]
    if lines:
        yield from (f"# HELP {name} {help_text}", f"# TYPE {name} gauge", *lines)


def line(name: str, labels: Mapping[str, str], value: float) -> str:
    """One sample as the text format has it (version 0.0.4)."""
    inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inside}}} {value:.15g}" if inside else f"{name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _records(data: bytes) -> Iterator[tuple[str, list[float]]]:
    for at in range(0, len(data) - RECORD + 1, RECORD):
        key = data[at : at + KEY].rstrip(b"\0").decode("utf-8", "replace")
        if not key:
            return
        yield key, list(NUMBERS.unpack_from(data, at + KEY))
