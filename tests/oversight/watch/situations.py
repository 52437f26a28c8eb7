"""A hospital whose people walk its points, by the product's own acts; honest, or ticked off before midnight."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards.api import Photo
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections import api as inspections
from weian.programs.inspections.models import Inspection

NOON = "2026-10-{:02}T10:00:00+08:00"


class Situations:
    def __init__(self, cast: Cast, hospital: Unit | None = None, officer: Viewer | None = None) -> None:
        self.cast = cast
        self.hospital, self.officer = hospital or cast.hospital, officer or cast.officer
        # The shortest sheet with ticks alone.
        self.sheet = min(
            (one for one in checklists.pack_sheets().values() if all(item.kind == "pass" for item in one.items)),
            key=lambda one: sum(1 for _ in one.items),
        )
        self.items = [item.code for item in self.sheet.items]

    def points(self, n: int) -> list[UUID]:
        """Points that the hospital itself asks to see each day."""
        with clock.moved_to(NOON.format(1)), acting(self.officer) as by:
            rounds.ask_for(uid=uuid4(), by=by, unit=self.hospital, every="day", mark=self._type)
            return [
                registry.add(
                    uid=uuid4(), by=by, unit=self.hospital, type=self._type, name=f"点位{at}",
                    valid_from=clock.today().replace(year=2025),
                ).pk
                for at in range(n)
            ]  # fmt: skip

    @property
    def _type(self) -> str:
        return next(code for code, one in registry.subject_types().items() if one.kind == "point")

    def walked(
        self, who: Viewer, subject: UUID, *, seconds: int = 60, bad: tuple[str, ...] = (), **more: Any
    ) -> inspections.Inspection:
        """A round that begins now and takes so long."""
        answers = {
            item: {"v": "fail" if item in bad else "pass", "note": "", "photos": [str(uuid4())] if item in bad else []}
            for item in self.items
        }
        start = clock.now()
        with clock.moved_by(timedelta(seconds=seconds)), acting(who) as by:
            return inspections.submit(
                uid=uuid4(), by=by, unit=self.hospital, mode=more.pop("mode", "round"), sheet_ref=self.sheet.ref,
                answers=answers, subject=subject, started_at=start, ended_at=clock.now(), **more,
            )  # fmt: skip

    def long_before(self, n: int) -> None:
        """So many checks of a year ago, which only count."""
        at = clock.now() - timedelta(days=300)
        told = {
            "office": self.hospital, "target": self.hospital, "mode": "round", "status": "recorded", "made_at": at,
            "started_at": at, "ended_at": at, "received_at": at, "done_by": self.officer.person,
        }  # fmt: skip
        with set_up():
            Inspection.objects.bulk_create([Inspection(**told).at_target() for _ in range(n)])

    def honest_month(self, points: list[UUID]) -> None:
        """Three people walk all points on three days, slowly; now and then one finds something."""
        people = [self.cast.officer, self.cast.officer_2, self.cast.director]
        for day in (3, 13):
            for hour, who in enumerate(people):
                with clock.moved_to(NOON.format(day)):
                    for at, point in enumerate(points):
                        with clock.moved_by(timedelta(hours=hour, minutes=6 * at)):
                            bad = self.items[:1] if (day + hour + at) % 5 == 0 else []
                            self.walked(who, point, seconds=20 * len(self.items), bad=tuple(bad))

    def invented_day(self, who: Viewer, points: list[UUID], day: int = 20) -> list[inspections.Inspection]:
        """All points in one sitting before midnight, with one picture and one sentence."""
        made = []
        with clock.moved_to(f"2026-10-{day}T23:40:00+08:00"):
            for at, point in enumerate(points):
                with clock.moved_by(timedelta(seconds=9 * at)):
                    said = {"note": "各项设施完好，一切正常。", "photos": [picture(at)]}
                    made.append(self.walked(who, point, seconds=len(self.items), **said))
        return made


def picture(shade: int = 0, turned: int = 30) -> Photo:
    """A picture with something in it; another shade is the same picture a little brighter."""
    image = Image.linear_gradient("L").rotate(turned).convert("RGB").resize((320, 240))
    image.paste((200 - shade, 40, 40), (20, 30, 120, 90))
    image.paste((30, 200, 60 + shade), (180, 120, 300, 220))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=90)
    return Photo(SimpleUploadedFile("现场.jpg", data.getvalue()), role="scene", uid=uuid4())
