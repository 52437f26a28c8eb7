"""What the hospital owes by a notice, and the door of a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from tests.conftest import acting, set_up
from tests.ground.duties import situations as tasks
from tests.trust.steps.machine import Deed, Machine
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.ground.duties.actions import doors
from weian.ground.duties.models import Acceptor, Door, Task
from weian.ground.hazards.doors import RECTIFY


class ATask(Machine):
    model = Task

    def situation_of(self, state: str, act: str) -> str:
        return "unreviewed" if (state, act) == ("started", "complete") else state

    def bring(self, situation: str) -> UUID:
        cast = self.cast
        more = {"acceptor": Acceptor.NONE} if situation == "unreviewed" else {}
        self.document = tasks.issued(cast, **more)
        if situation == "unsigned":
            return uuid4()
        if situation in ("started", "unreviewed"):
            return tasks.answered(cast, self.document).pk
        if situation == "returned":
            return tasks.returned(cast, self.document).pk
        if situation == "exempted":
            with acting(cast.county_regulator) as by:
                return duties.exempt(tasks.owed_of(self.document, cast.hospital), why="已撤并", by=by).pk
        task = tasks.submitted(cast, self.document)
        if situation == "accepted":
            with acting(cast.county_regulator) as by:
                duties.accept(task, by=by)
        return task.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        return next(iter(duties.owed([self.cast.hospital], document=self.document)), None)

    def status(self, uid: UUID) -> str:
        """Nothing is stored before the notice is signed for."""
        with set_up():
            stored = Task.objects.filter(obligation__document=self.document, unit=self.cast.hospital)
            return str(stored.values_list("status", flat=True).first() or "unsigned")

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "start": self._start,
            "submit": lambda one, by: duties.submit(_begun(one), by=by),
            "accept": lambda one, by: duties.accept(_begun(one), by=by),
            "return": lambda one, by: duties.return_(_begun(one), why="请补数字", by=by),
            "complete": lambda one, by: duties.submit(_begun(one), by=by),
            "exempt": lambda one, by: duties.exempt(one, why="已撤并", by=by),
        }

    def _start(self, one: duties.Owed, by: Viewer) -> None:
        if one.state == duties.TaskState.UNSIGNED:
            with acting(self.cast.officer):
                tasks.signed(self.cast, self.document)
            one = tasks.owed_of(self.document, self.cast.hospital)
        duties.start(one, by=by)


def _begun(one: duties.Owed) -> Task:
    if one.task is None:
        raise Refused("还没有开始办。")
    return one.task


class ADoor(Machine):
    model = Door

    def bring(self, situation: str) -> UUID:
        self.target = uuid4()
        self._open(self.target)
        if situation == "done":
            self._close(self.target)
        with set_up():
            return Door.objects.get(target=self.target).pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {}

    @property
    def inner(self) -> Mapping[str, Callable[[UUID], object]]:
        return {"close": lambda _: self._close(self.target), "reopen": lambda _: self._open(self.target)}

    def _open(self, target: UUID) -> None:
        post = self.cast.officer.post
        with audit.acting_as_system("隐患派发") as system:
            doors.open_task(RECTIFY, target, unit=self.cast.hospital, title="整改", by=system, post=post)

    def _close(self, target: UUID) -> None:
        with audit.acting_as_system("隐患整改完") as system:
            doors.close_door(RECTIFY, target, by=system)
