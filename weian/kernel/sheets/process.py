"""Parse a workbook in a child process with limits, and bring its cells back."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weian.kernel.sheets import refusals
from weian.kernel.sheets.refusals import UnreadableSheet

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_SENTENCES = {
    "not_excel": refusals.NOT_EXCEL,
    "broken": refusals.BROKEN,
    "encrypted": refusals.ENCRYPTED,
    "bomb": refusals.BOMB,
    "heavy": refusals.TOO_HEAVY,
}
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One visible worksheet: its name and its rows from row 1, cells from column A."""

    name: str
    rows: list[list[Cell]]


def raw_sheets(
    data: bytes, *, max_rows: int = MAX_ROWS, memory: int = MEMORY, seconds: int = SECONDS
) -> list[RawSheet]:
    """Return the visible worksheets that have content; raises UnreadableSheet.

    ``memory`` is in bytes of address space, ``seconds`` of wall time and of processor time.
    """
    if not data:
        raise UnreadableSheet(refusals.EMPTY)
    if len(data) > MAX_BYTES:
        raise UnreadableSheet(refusals.TOO_LARGE.format(limit=MAX_BYTES // 1024 // 1024))
    answer = _answer(data, memory, seconds, max_rows)
    if "refused" in answer:
        raise UnreadableSheet(_SENTENCES.get(answer["refused"], refusals.BROKEN))
    found = []
    for sheet in answer["sheets"]:
        if sheet["many"]:
            raise UnreadableSheet(refusals.TOO_MANY_ROWS.format(sheet=sheet["name"], limit=max_rows))
        if sheet["rows"]:
            found.append(RawSheet(sheet["name"], [[_cell(cell) for cell in row] for row in sheet["rows"]]))
    if not found:
        raise UnreadableSheet(refusals.NO_SHEET)
    return found


def _answer(data: bytes, memory: int, seconds: int, max_rows: int) -> Mapping[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD), str(memory), str(seconds), str(max_rows)],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Nothing of our environment: the parser needs no database address and no secret.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSheet(refusals.TOO_SLOW) from error
    if done.returncode > 0:
        raise RuntimeError(f"the sheet reader could not run: {done.stderr.decode(errors='replace')[-500:]}")
    if done.returncode:
        # Ended by a limit: the processor's has signals of its own, memory makes the parser abort.
        slow = -done.returncode in (signal.SIGXCPU, signal.SIGKILL)
        raise UnreadableSheet(refusals.TOO_SLOW if slow else refusals.TOO_HEAVY)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((mark, content),) = value.items()
    if mark == "t":
        return dt.datetime.fromisoformat(content)
    if mark == "d":
        return dt.date.fromisoformat(content)
    if mark == "h":
        return dt.time.fromisoformat(content)
    return dt.timedelta(seconds=content)
