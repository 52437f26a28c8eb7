"""Inspections in every situation, brought there by the product's own actions and people of the cast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.hazards.situations import photo
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection, Plan


class Situations:
    """The county inspects 白鹭县人民医院; its one officer is 许志远, the city's are 周秉文 and 孟凡星."""

    def __init__(self, cast: Cast, by: Viewer | None = None) -> None:
        self.cast = cast
        self.by = by or cast.regulator

    def spec(self, mode: str = "special", **changed: Any) -> api.PlanSpec:
        today = clock.today()
        plain: dict[str, Any] = {
            "uid": uuid4(), "title": "冬季专项督查", "mode": mode, "first_day": today,
            "last_day": today + timedelta(days=10), "units": [self.cast.hospital], "team": [self.by.person],
            "methods": ["hear", "look", "read", "ask"], "focuses": ["动员部署", "督查检查", "问题整改"],
        }  # fmt: skip
        return api.PlanSpec(**{**plain, **changed})

    def planned(self, mode: str = "special", **changed: Any) -> Inspection:
        with acting(self.by):
            made = api.plan(self.spec(mode, **changed), by=self.by)
            return self.visit_of(made)

    def visit_of(self, plan: Plan) -> Inspection:
        one: Inspection = Inspection.objects.select_related("target", "office", "plan", "unit").get(plan=plan)
        return one

    def started(self, mode: str = "special", **changed: Any) -> Inspection:
        one = self.planned(mode, **changed)
        with acting(self.by):
            return api.start(one, by=self.by, why_no_code="没有标签")

    def finding(self, **changed: Any) -> api.FindingSpec:
        plain: dict[str, Any] = {
            "uid": uuid4(), "text": "疏散门上锁", "place": "门诊楼", "type": "exit_locked", "method": "look",
            "responsible": self.cast.officer.appointment, "due": clock.today() + timedelta(days=15),
            "measure": "拆锁", "money": Decimal(0), "at_once": True, "basis": "《高层民用建筑消防安全管理规定》",
        }  # fmt: skip
        return api.FindingSpec(**{**plain, **changed})

    def fixed(self, **changed: Any) -> api.FindingSpec:
        plain = {
            "fixed": "当场开锁", "fixer": self.cast.officer.appointment, "responsible": None, "due": None,
            "measure": "", "photos": [photo("before"), photo("after")],
        }  # fmt: skip
        return self.finding(**{**plain, **changed})

    def found(self, mode: str = "special", *specs: api.FindingSpec, **changed: Any) -> Inspection:
        one = self.started(mode, **changed)
        with acting(self.by):
            for spec in specs or [self.finding()]:
                api.find(one, spec, by=self.by)
        return one

    def held(self, *specs: api.FindingSpec, mode: str = "secret", **changed: Any) -> Inspection:
        one = self.found(mode, *specs, **changed)
        with acting(self.by):
            return api.finish(one, by=self.by)

    def shown(self, *specs: api.FindingSpec, mode: str = "special", **changed: Any) -> Inspection:
        one = self.found(mode, *specs, **changed)
        with acting(self.by):
            return api.finish(one, by=self.by)

    def signed(self, *specs: api.FindingSpec, **changed: Any) -> Inspection:
        one = self.shown(*specs, **changed)
        with acting(self.cast.officer):
            return api.sign(one, by=self.cast.officer)

    def objected(self, *specs: api.FindingSpec, **changed: Any) -> Inspection:
        one = self.shown(*specs, **changed)
        with acting(self.cast.officer):
            row = Finding.objects.filter(inspection=one).earliest("found_at", "uid")
            return api.object_(one, {row.pk: "那是应急门，有专人值守"}, by=self.cast.officer)

    def refused(self, *specs: api.FindingSpec, **changed: Any) -> Inspection:
        one = self.shown(*specs, **changed)
        with acting(self.cast.officer):
            return api.refuse(one, by=self.cast.officer, why="院长不在")

    def closed(self, *specs: api.FindingSpec, **changed: Any) -> Inspection:
        one = self.signed(*specs, **changed)
        with acting(self.by):
            return api.close(one, by=self.by)

    def cancelled(self, **changed: Any) -> Inspection:
        one = self.planned(**changed)
        with acting(self.by):
            return api.cancel(one, by=self.by, why="改期")

    def at(self, status: str, **changed: Any) -> Inspection:
        one: Inspection = getattr(self, status)(**changed)
        assert one.status == status
        return one


def day(text: str) -> date:
    return date.fromisoformat(text)
