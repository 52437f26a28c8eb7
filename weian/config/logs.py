"""What is logged where WEIAN_LOG=json: one line of JSON for each answer and each fault, and nothing personal in any.

Texts of messages are left out unless they are ours, because others put addresses, arguments and values into theirs; of
an exception its kind and its places in the code are kept, not its words, which quote the row that the database refused.
Ours are fixed words with the fields below (tests/config/test_logs.py holds every call to that).
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

number: ContextVar[str] = ContextVar("weian_request_number", default="")

# What a record may say about a request; everything else on it stays in the process.
FIELDS = ("method", "route", "status", "ms", "role")


class JsonLine(logging.Formatter):
    """A record as one line: at, level, logger, event, request, the fields, and where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, object] = {"at": at, "level": record.levelname, "logger": record.name}
        said["event"] = _event(record)
        said["request"] = number.get()
        said |= {name: getattr(record, name) for name in FIELDS if name in _ours(record)}
        if record.exc_info and record.exc_info[1]:
            said["fault"] = list(_fault(record.exc_info[1]))
        return json.dumps({key: value for key, value in said.items() if value != ""}, ensure_ascii=False, default=str)


def _ours(record: logging.LogRecord) -> dict[str, object]:
    return record.__dict__ if record.name.startswith("weian.") else {}


def _event(record: logging.LogRecord) -> str:
    if record.name.startswith("weian."):
        return str(record.msg)
    job = getattr(record, "job", None)
    task = job.get("task_name", "") if isinstance(job, dict) else ""
    done = str(getattr(record, "action", "") or f"{record.module}:{record.lineno}")
    return f"{done} {task}".strip()


def _fault(error: BaseException) -> list[str]:
    """Kinds of the exception and of those behind it, each with the places it came through, innermost last."""
    told: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        kind = f"{type(at).__module__}.{type(at).__qualname__}"
        code = getattr(at, "sqlstate", None)
        told.append(f"{kind} {code}" if code else kind)
        told += [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(at.__traceback__)[-12:]]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return told
