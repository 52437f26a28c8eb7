"""A checklist, a draw by lot, a change of the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.conftest import acting
from tests.ground.experts.situations import OFFICE, WITNESS, Situations
from tests.trust.steps.machine import Deed, Machine
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.people.api import Viewer
from weian.foundation.tree import api as tree
from weian.foundation.tree.models import Change
from weian.ground.checklists.actions import editing, making, publishing
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.experts import api as experts
from weian.kernel import clock


class AVersion(Machine):
    model = ChecklistVersion

    def bring(self, situation: str) -> UUID:
        with acting(self.cast.officer) as by:
            made = making.make(uid=uuid4(), title="病区夜查", by=by)
            draft = ChecklistVersion.objects.select_related("checklist__unit").get(checklist=made)
            section = draft.sheet.sections[0].code
            editing.add_item(
                draft, section, {"text": "安全出口从里面一推就开", "kind": "pass", "photo": "fault"}, by=by
            )
            if situation != "draft":
                {"published": publishing.publish, "discarded": publishing.discard}[situation](draft, by=by)
        return draft.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        """Who sees the list opens its versions."""
        lists = Checklist.objects.visible_to(viewer)
        versions = ChecklistVersion.objects.select_related("checklist__unit")
        return versions.filter(pk=uid, checklist__in=lists).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "publish": lambda one, by: publishing.publish(one, by=by),
            "discard": lambda one, by: publishing.discard(one, by=by),
        }


class ADraw(Machine):
    model = experts.Draw

    def bring(self, situation: str) -> UUID:
        play = Situations(self.cast)
        asked = {"pool": "all", "groups": {"": 1}}
        if situation == "voided":
            draw = play.prepared(**asked)
            with acting(self.cast.regulator) as by:
                experts.void(draw, "重新组织", by=by)
            return draw.pk
        return getattr(play, situation)(**asked).pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "list": lambda one, by: experts.commit(one, WITNESS, by=by),
            "draw": self._tell,
            "void": lambda one, by: experts.void(one, "重新组织", by=by),
        }

    def _tell(self, draw: experts.Draw, by: Viewer) -> None:
        """The other party has told; the lot is cast with the second secret."""
        parties = {
            draw.office_id: (self.cast.commission_leader, WITNESS),
            draw.witness_id: (self.cast.regulator, OFFICE),
        }
        if by.person.pk in parties:
            other, secret = parties[by.person.pk]
            with acting(other):
                experts.tell(draw, secret, by=other)
        experts.tell(draw, OFFICE if by.person.pk == draw.office_id else WITNESS, by=by)


class AChange(Machine):
    model = Change

    def bring(self, situation: str) -> UUID:
        cast = self.cast
        self.on = clock.today() + timedelta(days=7)
        with acting(cast.regulator) as by:
            told = {"uid": uuid4(), "by": by, "on": self.on, "why": "机构改革", "basis": "云编发〔2026〕3号"}
            change = tree.ask("rename", cast.hospital, name="白鹭县中心医院", **told)
            if situation == "withdrawn":
                tree.withdraw(change, by=by)
        if situation in ("done", "refused"):
            {"done": self._due, "refused": self._due_in_vain}[situation](change.pk)
        return change.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Change | None:
        return Change.objects.select_related("unit").filter(pk=uid).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {"withdraw": lambda one, by: tree.withdraw(one, by=by)}

    @property
    def inner(self) -> Mapping[str, Callable[[UUID], object]]:
        return {"do": self._due, "refuse": self._due_in_vain}

    def _due(self, uid: UUID) -> None:
        with clock.moved_to(self.on):
            tree.do_due(uid)

    def _due_in_vain(self, uid: UUID) -> None:
        self._name_taken()
        self._due(uid)

    def _name_taken(self) -> None:
        with audit.acting_as_system("布景") as system:
            org.add_unit(
                by=system, parent=self.cast.county, kind="institution", level="county", type="general_hospital",
                name="白鹭县中心医院",
            )  # fmt: skip
