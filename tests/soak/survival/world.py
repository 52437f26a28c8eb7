"""What stands before the first death, and the verdict: rows, traces and counts against what people were told."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from tests import cast as players
from tests.conftest import client_of, set_up
from tests.ground.duties import situations as duties
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.soak.survival.outcome import Outcome
from tests.soak.survival.people import Browser, Client
from tests.soak.survival.product import kill, until
from tests.tools.server import Server
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.programs.campaigns import jobs

CLINICS = 60  # more than are sent to in the request itself


class World:
    """What stands before the first death: a task to write records for, a notice to publish, who is signed in."""

    def __init__(self) -> None:
        self.cast = players.Cast()
        task = duties.started(self.cast, duties.issued(self.cast))
        self.task = f"/tasks/{task.obligation_id}/{task.unit_id}/"
        with audit.acting_as_system("诊所入册") as system:
            for n in range(CLINICS):
                org.add_unit(
                    by=system, parent=self.cast.city, kind="institution", level="county", type="clinic",
                    name=f"第{n}诊所", region=970100,
                )  # fmt: skip
        self.notice = Campaigns(self.cast).addressed()
        names = ("keeper", "officer", "regulator")
        self.cookies = {one: client_of(getattr(self.cast, one)).cookies["sessionid"].value for one in names}
        with set_up():
            self.before = _counted()

    def publish(self, server: Server, chance: random.Random) -> Callable[[Outcome], None]:
        """Issue the notice and kill the worker in the middle of its way; gives what waits for its end."""
        from weian.programs.campaigns.models import Addressee

        said = Browser(server.address, self.cookies["regulator"]).send(f"/notices/{self.notice.pk}/issuing/", {})

        def left() -> int:
            with set_up():
                return Addressee.objects.filter(campaign=self.notice, reached_at=None).count()

        total = left()
        until(lambda: left() < total, server, "the worker does not begin")
        time.sleep(chance.uniform(0.0, 0.1))
        kill("jobs", server, None)
        when_killed = left()

        def finished(outcome: Outcome) -> None:
            """A minute later the scheduler takes up what a killed worker left."""
            if not said.startswith(f"/notices/{self.notice.pk}/") or not 0 < when_killed < total:
                outcome.wrong.append(f"the notice was not killed on its way: {said}, {when_killed} of {total} left")
            until(_taken_up, server, "the notice is not sent to its end")

        return finished

    def compare(self, clients: list[Client], outcome: Outcome) -> None:
        """Rows, traces and counts against what was acknowledged."""
        from weian.foundation.documents.models import Receipt
        from weian.ground.hazards.models import Hazard
        from weian.kernel.transitions import IllegalMove

        told: Counter[str] = Counter()
        with set_up():
            for kind, uid in (pair for one in clients for pair in one.acknowledged):
                told[kind] += 1
                there = _traces(kind, uid)
                if there != 1:
                    (outcome.lost if not there else outcome.doubled).append(f"{kind} {uid}: {there}")
            for kind, count in (_counted() - self.before).items():
                if count != told[kind]:
                    outcome.doubled.append(f"{kind}: {count} there, {told[kind]} acknowledged")
            outcome.acknowledged = told.total()
            outcome.wrong += [f"chain {one.chain} {one.seq}: {one.what}" for one in audit.faults()]
            for hazard in Hazard.objects.all():
                state = "reported"
                for event in reversed(audit.history(hazard.pk)):
                    if "to" in event.facts:
                        try:
                            hazard.states.check(event.facts["from"], event.facts["to"])
                        except IllegalMove as illegal:
                            outcome.wrong.append(f"{hazard.pk}: {illegal}")
                        if event.facts["from"] != state:
                            outcome.wrong.append(f"{hazard.pk}: {state} → {event.facts['from']}")
                        state = event.facts["to"]
                if hazard.status != state:
                    outcome.wrong.append(f"{hazard.pk}: {hazard.status}, its history says {state}")
            reached = Counter(
                Receipt.objects.binding().filter(document=self.notice.document_id).values_list("unit", flat=True)
            )
            if len(reached) < CLINICS or max(reached.values()) > 1:
                outcome.doubled.append(f"the notice reached {len(reached)} units, some {max(reached.values())} times")
            outcome.wrong += _uneven()


def _counted() -> Counter[str]:
    from weian.foundation.audit.models import Event
    from weian.ground.duties.models import Record
    from weian.ground.hazards.models import Hazard

    graded = Event.objects.filter(verb="hazard.graded").count()
    return Counter({"hazard": Hazard.objects.count(), "grading": graded, "record": Record.objects.count()})


def _traces(kind: str, uid: UUID) -> int:
    """How often the act stands in history; a hazard also needs its row and the bytes of its photo."""
    from weian.foundation.audit.models import Event
    from weian.foundation.evidence import storage
    from weian.foundation.evidence.models import Attachment

    verb = {"hazard": "hazard.reported", "grading": "hazard.graded", "record": "record.made"}[kind]
    found = Event.objects.filter(record=uid, verb=verb).count()
    if kind == "hazard":
        kept = Attachment.objects.filter(owner_uid=uid)
        whole = len(kept) == 1 and storage.path_of(kept[0].blob_id).exists()
        return found if whole else 0
    return found


def _uneven() -> Iterator[str]:
    """Counts that do not agree with the rows."""
    from django.db.models import Sum

    from weian.foundation.tally.models import Delta
    from weian.ground.hazards.models import Hazard

    counted = Delta.objects.filter(kind="hazard").aggregate(n=Sum("n"))["n"] or 0
    if counted != Hazard.objects.count():
        yield f"{counted} hazards counted, {Hazard.objects.count()} there"


def _taken_up() -> bool:
    """Whether no notice is on its way any more; else a minute passes, and the scheduler comes by."""
    from datetime import timedelta

    from django.db.models import F

    from weian.programs.campaigns.models import Dispatch

    with set_up():
        on_the_way = Dispatch.objects.filter(status="sending")
        before = list(on_the_way.values_list("moved_at", flat=True))
    time.sleep(1.0 if before else 0.0)
    with set_up():
        if before and list(on_the_way.values_list("moved_at", flat=True)) == before:
            on_the_way.update(moved_at=F("moved_at") - timedelta(minutes=2))
    if before:
        jobs.take_up(0)
    return not before
