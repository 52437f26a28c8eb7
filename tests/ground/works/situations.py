"""白鹭县人民医院 with a cleaning company, a builder and a project, played by its officers and by people of both."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.duties.situations import agency as agency_of
from tests.ground.hazards.situations import photo
from tests.ground.registry.situations import Places
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.ground.registry.models import Subject
from weian.ground.works import api as works
from weian.ground.works.pack_schema import permit_kinds
from weian.kernel import clock

# A Monday morning in November.
NOW = "2026-11-16 09:00"


class Situations:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.places = cast, Places(cast)

    def contractor(
        self, name: str = "洁安保洁服务有限公司", *, by: Viewer | None = None, **said: Any
    ) -> works.Contractor:
        by = by or self.cast.officer
        with acting(by):
            return works.add_contractor(uid=uuid4(), by=by, unit=by.unit, name=name, service="病区保洁", **said)

    def signed(self, contractor: works.Contractor, *, by: Viewer | None = None, **said: Any) -> works.Contract:
        by = by or self.cast.officer
        plain: dict[str, Any] = {
            "kind": "cleaning", "scope": "门诊、住院保洁", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
            "headcount": 30,
        }  # fmt: skip
        with acting(by):
            return works.sign_contract(contractor, works.Terms(**{**plain, **said}), uid=uuid4(), by=by)

    def person(self, contractor: works.Contractor, name: str = "马师傅", *, by: Viewer | None = None) -> Viewer:
        """Somebody of the contractor who can sign in."""
        by = by or self.cast.officer
        with acting(by):
            made, _ = works.admit(contractor, by=by, name=name)
        viewer = viewer_for(made)
        assert viewer is not None
        return viewer

    @cached_property
    def plant(self) -> Subject:
        return self.places("power_room", "制冷机房", department=self.cast.pharmacy)

    @cached_property
    def cleaner(self) -> works.Contractor:
        made = self.contractor()
        self.signed(made, places=(self.plant,), department=self.cast.ward)
        return made

    @cached_property
    def builder(self) -> works.Contractor:
        made = self.contractor("长河建设工程有限公司", code="91220200MA0000001X")
        self.signed(made, kind="construction", scope="门诊楼扩建", places=(self.plant,), department=self.cast.security)
        return made

    @cached_property
    def site(self) -> works.Site:
        return self.project(self.builder)

    def project(self, builder: works.Contractor, name: str = "门诊楼扩建") -> works.Site:
        with acting(self.cast.officer) as by:
            project = works.Project(
                name=name, contractor=builder, keeper=self.cast.officer_2.person, starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=300), supervisor="正和监理", plan="分区围挡",
            )  # fmt: skip
            made = works.add_site(project, uid=uuid4(), by=by)
            return works.begin_site(made, by=by)

    def work(self, **said: Any) -> works.Work:
        now = clock.now()
        kind = said.get("kind", "hot_work")
        plain: dict[str, Any] = {
            "kind": kind, "subject": self.plant, "work": "焊接冷却水管", "starts_at": now,
            "ends_at": now + timedelta(hours=2), "worker": "高有才", "certificate_no": "T220203198001011234",
            "certificate_until": clock.today() + timedelta(days=400), "watcher": "王守成",
            "measures": tuple(one.code for one in permit_kinds()[kind].measures), "neighbours": (self.cast.ward,),
        }  # fmt: skip
        return works.Work(**{**plain, **said})

    def asked(self, by: Viewer | None = None, **said: Any) -> works.Permit:
        by = by or self.cast.pharmacist
        work = self.work(**said)
        with acting(by):
            return works.ask(work, uid=uuid4(), by=by)

    def approved(self, by: Viewer | None = None, **said: Any) -> works.Permit:
        permit = self.asked(by, **said)
        with acting(self.cast.officer_2) as officer:
            known = works.Permit.objects.select_related("unit", "subject", "asked_by", "contractor", "site")
            return works.approve(known.get(pk=permit.pk), by=officer)

    def fresh(self, model: Any, uid: Any) -> Any:
        with set_up():
            return model.objects.get(pk=uid)


def shot(role: str) -> list[Any]:
    return [photo(role)]


def agency(name: str = "白鹭县住房和城乡建设局") -> Viewer:
    return agency_of("housing", name)
