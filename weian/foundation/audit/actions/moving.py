"""The single mover: state, its paired moment and person, audit event and tally delta in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import models, transaction
from django.db.transaction import Atomic

from weian.foundation.audit.actions import gathering
from weian.foundation.audit.actions.recording import AT_ONCE, Entry, record, record_all
from weian.foundation.tally import api as tally
from weian.kernel import clock
from weian.kernel.actor import Actor


class Recorded(Protocol):
    """What a model must tell the audit of itself."""

    audit_kind: ClassVar[str]

    @property
    def pk(self) -> UUID: ...

    def audit_chain(self) -> UUID:
        """The uid of the unit in whose chain the record's events stand."""


class Counted(Recorded, Protocol):
    """What a counted model adds: where it counts and by which dimensions."""

    def tally(self) -> tuple[tally.Place, Mapping[str, str]] | None:
        """Place and dimensions of this thing now; None while it is outside all counts."""


def apart() -> Atomic:
    """A savepoint for what may be there already, so that an IntegrityError leaves the rest.

    None among many acts: each of them has one as a whole, and one that fails is done again by itself.
    """
    return transaction.atomic(savepoint=gathering.gathering() is None)


def created(
    obj: Any, verb: str, *, by: Actor, facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None, why: str = "", is_apart: bool = False,
) -> None:  # fmt: skip
    """Insert a new record, write its first event and count it. `is_apart`: the caller has the savepoint already."""
    with transaction.atomic(savepoint=False) if is_apart else apart():
        obj.save(force_insert=True)
        _note(obj, verb, by=by, facts=facts, personal=personal, why=why)
        if hasattr(obj, "tally"):
            tally.recount(obj.audit_kind, None, obj.tally())


def created_all(
    objs: Sequence[Any], verb: str, *, by: Actor, facts: Callable[[Any], Mapping[str, Any]] | None = None, why: str = ""
) -> None:
    """Insert many records of one model as `created` does each: all or none, in a fixed number of statements.

    A uid or a unique key that is there already raises IntegrityError and nothing is written.
    """
    if not objs:
        return
    model = type(objs[0])
    with transaction.atomic():
        model._base_manager.bulk_create(objs, batch_size=AT_ONCE)
        entries = [Entry(one.audit_kind, one.pk, one.audit_chain(), facts(one) if facts else {}) for one in objs]
        record_all(verb, entries, by=by, why=why)
        if hasattr(model, "tally"):
            tally.count_new(model.audit_kind, (one.tally() for one in objs))


def move(
    obj: Any, to: str, *, by: Actor, verb: str = "", why: str = "", facts: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Move `obj` (with `status` and a `states` table) to `to`, setting `values` with it.

    Sets `<to>_at` and `<to>_by` where the model has them. The row is locked and read again first, so that of two
    people who act at once the second is refused. Raises IllegalMove with a Chinese sentence.
    """
    with changed(obj, verb or f"{obj.audit_kind}.{to}", by=by, why=why, facts=facts) as was:
        obj.states.check(was.status, to)
        obj.status = to
        for name, value in {f"{to}_at": clock.now(), f"{to}_by": by.actor_uid, **(values or {})}.items():
            if name in (values or {}) or _has(obj, name):
                setattr(obj, name, value)
        obj.audit_facts = {"from": was.status, "to": to}


@contextmanager
def changed(
    obj: Any, verb: str, *, by: Actor, facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None, why: str = "",
) -> Iterator[Any]:  # fmt: skip
    """Change fields of `obj` inside the block: locks and reads the row again, saves it, writes one event, recounts it.

    Yields the row as it was. Set fields inside the block only: what was set before is read over.
    """
    with transaction.atomic():
        was = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        before = was.tally() if hasattr(was, "tally") else None
        _read_over(obj, was)
        yield was
        obj.save()
        extra = obj.__dict__.pop("audit_facts", {})
        _note(obj, verb, by=by, facts={**extra, **(facts or {})}, personal=personal, why=why)
        if hasattr(obj, "tally"):
            tally.recount(obj.audit_kind, before, obj.tally())


def _read_over(obj: models.Model, fresh: models.Model) -> None:
    for field in obj._meta.concrete_fields:
        if getattr(obj, field.attname) != getattr(fresh, field.attname):
            setattr(obj, field.attname, getattr(fresh, field.attname))


def _note(obj: Any, verb: str, **rest: Any) -> None:
    record(verb, kind=obj.audit_kind, record=obj.pk, chain=obj.audit_chain(), **rest)


def _has(obj: models.Model, attname: str) -> bool:
    return any(field.attname == attname for field in obj._meta.concrete_fields)
