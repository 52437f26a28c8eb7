"""What duties fills into the sockets of lower apps."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.viewer import may
from weian.ground.duties import addresses, climbing, handing, pack_schema, patrols, recorded
from weian.ground.duties.models import (
    Answer,
    Behalf,
    Contribution,
    Cooperation,
    Door,
    Help,
    Record,
    Relief,
    Routing,
    Step,
    Task,
    TaskForce,
    Transfer,
    Urging,
)
from weian.ui import api as ui

POSITIONED = (
    Answer, Behalf, Contribution, Cooperation, Door, Help, Record, Relief, Routing, Step, Task, TaskForce, Transfer,
    Urging,
)  # fmt: skip


def register() -> None:
    for model in POSITIONED:
        org.positioned(model)
    org.work(handing.WORK)
    pack_schema.register()
    ladder.climber(climbing.CLIMBER)
    recorded.evidence_source(patrols.KIND, patrols.SOURCE)
    evidence.owner_gate(Record.audit_kind, can_see_record)
    evidence.owner_gate(Contribution.audit_kind, can_see_contribution)
    ui.link(Task.audit_kind, url=_task_url, title=_task_title, can_see=can_see_task)
    ui.menu_item("cooperations", "配合", "cooperations", "tasks", 21, visible=may(May.COOPERATE))
    ui.link(Record.audit_kind, url=_record_url, title=_record_title, can_see=can_see_record)
    ui.menu_item("tasks", "任务", "tasks", "tasks", 20, visible=may(May.ANSWER_TASK, May.ACCEPT_TASK))


def can_see_record(uid: UUID, viewer: Viewer) -> bool:
    return Record.objects.visible_to(viewer).filter(pk=uid).exists()


def can_see_contribution(uid: UUID, viewer: Viewer) -> bool:
    return Contribution.objects.visible_to(viewer).filter(pk=uid).exists()


def _record_url(uid: UUID) -> str:
    return reverse("record", args=[uid])


def _record_title(uid: UUID) -> str:
    return str(Record.objects.values_list("title", flat=True).get(pk=uid))


def can_see_task(uid: UUID, viewer: Viewer) -> bool:
    return Task.objects.visible_to(viewer).filter(pk=uid).exists()


def _task_url(uid: UUID) -> str:
    return addresses.url_of_task(Task.objects.get(pk=uid))


def _task_title(uid: UUID) -> str:
    return str(Task.objects.select_related("obligation").get(pk=uid).obligation.title)
