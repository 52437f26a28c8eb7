"""Pages of fifty cut by key: of a sorted list that is there anyway, and of a query in order of handing in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from weian.kernel import compiled

PAGE = 50
T = TypeVar("T")
Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]
Rows = Callable[[Narrow, compiled.Values, str], list[Any]]
_KEY = compiled.moment(1), compiled.uid(90)


@dataclass(frozen=True)
class Cut(Generic[T]):
    """Rows of one page; what the addresses of the pages around add, None where there is none."""

    rows: Sequence[T]
    previous: dict[str, str] | None
    next: dict[str, str] | None


def cut_list(found: Sequence[T], key: Callable[[T], str], query: QueryDict) -> Cut[T]:
    """The page after the key in the address; an unknown key is a place in the order all the same."""
    ordered = sorted(found, key=key)
    after = query.get("after", "")
    start = next((number for number, one in enumerate(ordered) if key(one) > after), len(ordered)) if after else 0
    rows = ordered[start : start + PAGE]
    earlier = {"after": key(ordered[start - PAGE - 1])} if start > PAGE else {"after": ""} if start else None
    return Cut(rows, earlier, {"after": key(rows[-1])} if start + PAGE < len(ordered) else None)


def cut_query(rows: Rows, query: QueryDict) -> Cut[Any]:
    """A page of tasks in order of handing in, after or before the key in the address.

    `rows` reads what it is narrowed to; the values in place of the stand-ins and the way that was taken come with it.
    """
    after, before = _read(query.get("after", "")), _read(query.get("before", ""))
    if before:
        found = rows(_those_before, dict(zip(_KEY, before, strict=True)), "before")
        shown = found[:PAGE][::-1]
        return Cut(shown, _before(shown[0]) if len(found) > PAGE else None, _after(shown[-1]) if shown else None)
    if after:
        found = rows(_those_after, dict(zip(_KEY, after, strict=True)), "after")
    else:
        found = rows(lambda waiting: waiting[: PAGE + 1], {}, "first")
    shown = found[:PAGE]
    return Cut(shown, _before(shown[0]) if after and shown else None, _after(shown[-1]) if len(found) > PAGE else None)


def _those_before(waiting: QuerySet[Any]) -> QuerySet[Any]:
    at, uid = _KEY
    earlier = waiting.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, uid__lt=uid))
    return earlier.order_by("-submitted_at", "-uid")[: PAGE + 1]


def _those_after(waiting: QuerySet[Any]) -> QuerySet[Any]:
    at, uid = _KEY
    return waiting.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, uid__gt=uid))[: PAGE + 1]


def _after(task: Any) -> dict[str, str]:
    return {"after": _write(task), "before": ""}


def _before(task: Any) -> dict[str, str]:
    return {"before": _write(task), "after": ""}


def _write(task: Any) -> str:
    return f"{task.submitted_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{task.pk.hex}"


def _read(text: str) -> tuple[datetime, UUID] | None:
    moment, _, uid = text.partition("_")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(uid)
    except ValueError:
        return None
