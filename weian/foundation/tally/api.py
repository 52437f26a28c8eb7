"""The door of tally: write a count's change, inside the act that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from weian.foundation.tally.models import Delta
from weian.kernel import clock

__all__ = ["Place", "count", "count_new", "recount"]

# (org_pos, region)
Place = tuple[int, int | None]


def count(kind: str, place: Place, dims: Mapping[str, str], n: int, *, day: date | None = None) -> None:
    """Record that the count of `kind` with `dims` at `place` changed by `n` (non-zero) on `day` (default today)."""
    now = clock.now()
    Delta.objects.bulk_create(
        [Delta(kind=kind, org_pos=place[0], region=place[1], day=day or now.date(), dims=dict(dims), n=n, at=now)]
    )


def count_new(kind: str, things: Iterable[tuple[Place, Mapping[str, str]] | None]) -> None:
    """Count many new things of one kind, one row each; None stands outside all counts."""
    now = clock.now()
    deltas = [
        Delta(kind=kind, org_pos=one[0][0], region=one[0][1], day=now.date(), dims=dict(one[1]), n=1, at=now)
        for one in things
        if one is not None
    ]
    Delta.objects.bulk_create(deltas, batch_size=1_000)


def recount(
    kind: str,
    before: tuple[Place, Mapping[str, str]] | None,
    after: tuple[Place, Mapping[str, str]] | None,
) -> None:
    """Move one counted thing from `before` to `after`; None stands for not existing. No change writes nothing."""
    if before == after:
        return
    if before is not None:
        count(kind, before[0], before[1], -1)
    if after is not None:
        count(kind, after[0], after[1], +1)
