"""A change is asked for once, done on its day, and kept: at once where it is light, else by the worker."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Post
from weian.foundation.tree import access, rehearsal
from weian.foundation.tree.actions import acts
from weian.foundation.tree.models import Act, Change
from weian.foundation.tree.states import ChangeState
from weian.kernel import clock

# So many rows are carried while somebody waits for the page (about a second); more in the background.
LIGHT = 20_000


def ask(
    act: str, unit: Unit, *, uid: UUID, by: Viewer, on: date, why: str, basis: str = "", other: Unit | None = None,
    name: str = "", parts: list[Unit] | None = None, posts: list[Post] | None = None,
) -> Change:  # fmt: skip
    """Put the change on record, and do it if it is light and due. Raises Refused, org.Busy.

    Repeating an ask by its uid gives the first one back.
    """
    known = Change.objects.filter(pk=uid).first()
    if known is not None:
        if known.unit_id != unit.pk or known.act != act:
            raise Refused("这个表单已经用过了，请重新打开页面。")
        return known
    change = Change(
        uid=uid, act=act, unit=unit, other=other, name=name.strip(), on=on, why=why.strip(), basis=basis.strip(),
        parts=[str(part.pk) for part in parts or []], posts=[str(post.pk) for post in posts or []],
        asked_by=by.appointment, planned_at=clock.now(),
    )  # fmt: skip
    check(change, by)
    change.rows = rehearsal.rows_of(change)
    at_once = on <= clock.today() and change.rows <= LIGHT
    if at_once:
        org.alone()  # before the first lock on a row or a chain: a writer who waits for that one holds the tree still
    try:
        with transaction.atomic():
            audit.created(change, "change.asked", by=by, why=change.why, facts={"act": act, "on": on.isoformat()})
    except IntegrityError as twice:
        raise Refused(f"{unit.name}已有一项待办的调整。请先办完或撤回。") from twice
    if at_once:
        do(change, by=by)
    return change


def check(change: Change, by: Viewer) -> None:
    """May this be done, as things stand now? Raises Refused. Counts what is left open as system, as the act will."""
    if not change.why:
        raise Refused("请写明理由。")
    access.check_when(change.on)
    with audit.acting_as_system("预演单位调整"):
        match change.act:
            case Act.MOVE:
                access.check_can_move(by, change.unit, _other(change))
            case Act.MERGE:
                access.check_can_merge(by, change.unit, _other(change))
            case Act.SPLIT:
                if not change.name:
                    raise Refused("请写分出去的单位叫什么。")
                access.check_can_split(by, change.unit, change.name, parts_of(change), posts_of(change))
            case Act.CLOSE:
                access.check_can_close(by, change.unit, change.other)
            case Act.RENAME:
                if not change.name:
                    raise Refused("请写新名称。")
                access.check_can_rename(by, change.unit, change.name)


def do(change: Change, *, by: Viewer) -> None:
    """Do what was asked, now, in one transaction with its own record. Raises Refused, org.Busy: nothing happened."""
    ground = acts.Ground(on=change.on, why=change.why, basis=change.basis)
    values: dict[str, Any] = {}
    with transaction.atomic():
        unit = change.unit
        match change.act:
            case Act.MOVE:
                values["rows"] = acts.move(unit, _other(change), by=by, ground=ground)
                values["outcome"] = f"现由{_other(change).name}管。"
            case Act.MERGE:
                values["rows"] = acts.merge(unit, _other(change), by=by, ground=ground)
                values["outcome"] = f"已并入{_other(change).name}。"
            case Act.SPLIT:
                new, values["rows"] = acts.split(
                    unit, change.name, parts=parts_of(change), posts=posts_of(change), by=by, ground=ground
                )
                values |= {"other": new, "outcome": f"已分设{new.name}。"}
            case Act.CLOSE:
                values["rows"] = acts.close(unit, to=change.other, by=by, ground=ground)
                values["outcome"] = f"已停用，没办完的由{change.other.name}接续。" if change.other else "已停用。"
            case Act.RENAME:
                values["rows"] = acts.rename(unit, change.name, by=by, ground=ground)
                values["outcome"] = f"原名{unit.name}，现名{change.name}。"
        audit.move(change, ChangeState.DONE, by=by, values=values)


def withdraw(change: Change, *, by: Viewer) -> None:
    access.check_can_withdraw(by, change)
    if change.status != ChangeState.PLANNED:
        raise Refused("已经办过或撤回的调整不能再撤回。")
    audit.move(change, ChangeState.WITHDRAWN, by=by)


def do_due(uid: UUID | None = None) -> int:
    """Do what is due (one change, or all): each for the person who asked for it. How many were done.

    What cannot be done is kept with its sentence; what must wait for another mover stays for the next round.
    """
    with audit.acting_as_system("到期的单位调整"):
        due = Change.objects.filter(status=ChangeState.PLANNED, on__lte=clock.today()).order_by("planned_at", "pk")
        waiting = list((due.filter(pk=uid) if uid else due).values_list("pk", flat=True))
    return sum(_do_one(one) for one in waiting)


def still_due(uid: UUID) -> bool:
    with audit.acting_as_system("到期的单位调整"):
        return Change.objects.filter(pk=uid, status=ChangeState.PLANNED, on__lte=clock.today()).exists()


def _do_one(uid: UUID) -> bool:
    with audit.acting_as_system("到期的单位调整") as system:
        try:
            org.alone()
        except org.Busy:
            return False
        changes = Change.objects.select_for_update(of=("self",))
        change = changes.select_related("unit", "other", "asked_by__person").get(pk=uid)
        if change.status != ChangeState.PLANNED:
            return False
        try:
            with transaction.atomic():
                do(change, by=acts.viewer_now(change.asked_by))
        except Refused as refusal:
            told = str(refusal)
            audit.move(change, ChangeState.REFUSED, by=system, why=told, values={"outcome": told})
            return False
    return True


def parts_of(change: Change) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=change.parts).order_by("pos"))


def posts_of(change: Change) -> list[Post]:
    return list(Post.objects.filter(pk__in=change.posts).order_by("title"))


def _other(change: Change) -> Unit:
    if change.other is None:
        raise Refused("请选另一方单位。")
    return change.other
