"""Situations of draws: counties with small institutions, a pool of experts, a draw at each of its steps."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person
from weian.ground.experts import api as experts
from weian.kernel.actor import System

OFFICE, WITNESS = "七月流火，九月授衣。一之日觱发", "他山之石，可以攻玉。——见证"


class Situations:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def counties(self, n: int) -> list[Unit]:
        """So many more counties under the city."""
        return [self._add(self.cast.city, f"第{at}县卫生健康局", "commission", level="county") for at in range(n)]

    def institutions(self, county: Unit, n: int, type_: str = "township_center", **fields: Any) -> list[Unit]:
        return [
            self._add(
                county, f"{county.name[:3]}{type_}{at}", "institution", **{"type": type_, "level": "county"} | fields
            )
            for at in range(n)
        ]

    def _add(self, parent: Unit, name: str, kind: str, **fields: Any) -> Unit:
        with audit.acting_as_system("set-up") as system:
            return org.add_unit(by=System(system.actor_reason), parent=parent, kind=kind, name=name, **fields)

    def expert(self, name: str, **values: Any) -> experts.Expert:
        spec = {"specialities": ["fire"], "term_from": date(2020, 1, 1), **values}
        with acting(self.cast.regulator) as by:
            return experts.add_expert(experts.ExpertSpec(uuid4(), name=name, **spec), by=by)

    @property
    def witness(self) -> Person:
        return self.cast.commission_leader.person

    def prepared(self, what: str = "units", **values: Any) -> experts.Draw:
        more = {key: values.pop(key) for key in ("sealed", "after", "instead_of", "why") if key in values}
        title = values.pop("title", "基层抽查")
        pool = experts.Pool(**values)
        with acting(self.cast.regulator) as by:
            spec = experts.DrawSpec(uuid4(), title, what, self.witness, OFFICE, pool, **more)
            return experts.prepare(spec, by=by)

    def listed(self, what: str = "units", **values: Any) -> experts.Draw:
        draw = self.prepared(what, **values)
        with acting(self.cast.commission_leader) as by:
            experts.commit(draw, WITNESS, by=by)
        return draw

    def drawn(self, what: str = "units", **values: Any) -> experts.Draw:
        draw = self.listed(what, **values)
        with acting(self.cast.regulator) as by:
            experts.tell(draw, OFFICE, by=by)
        with acting(self.cast.commission_leader) as by:
            experts.tell(draw, WITNESS, by=by)
        with set_up():
            return experts.Draw.objects.get(pk=draw.pk)

    def paired(self, members: list[Unit], **values: Any) -> experts.Draw:
        return self.drawn("pairs", units=tuple(str(one.pk) for one in members), **values)
