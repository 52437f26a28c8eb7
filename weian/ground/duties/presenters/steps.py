"""Steps and requests for help of one task, as its page draws them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form

from weian.foundation.audit import api as audit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer, asks
from weian.ground.duties.access import check_can_answer_help, check_can_ask_help
from weian.ground.duties.addresses import url_of_act
from weian.ground.duties.forms.acts import HelpAnswerForm, HelpForm
from weian.ground.duties.models import Help, Step
from weian.ground.duties.owed import Owed
from weian.kernel import clock

_HAPPENED = {"help.asked": "请求协调", "help.passed_up": "上报上一级", "help.answered": "答复"}


@dataclass(frozen=True)
class Shown:
    """A step with how many of the last steps under it are done."""

    step: Step
    done: int
    whole: int
    late: bool
    may_finish: bool

    @property
    def is_leaf(self) -> bool:
        return self.step.person_id is not None

    @property
    def depth(self) -> int:
        return self.step.no.count(".")


def tree(steps: Iterable[Step], viewer: Viewer) -> list[Shown]:
    """All steps in the order of their numbers; a parent counts what its children count (S2-2.2f)."""
    ordered = sorted(steps, key=lambda step: step.place)
    leaves = [step for step in ordered if step.person_id]
    found = []
    for step in ordered:
        below = [leaf for leaf in leaves if leaf.no == step.no or leaf.no.startswith(f"{step.no}.")]
        is_open = step.person_id is not None and step.done_at is None
        mine = step.unit_id == viewer.unit.pk and (step.person_id == viewer.person.pk or viewer.may(May.ROUTE_TASKS))
        late = bool(is_open and step.due and step.due < clock.today())
        done = sum(leaf.done_at is not None for leaf in below)
        found.append(Shown(step, done, len(below), late, is_open and mine))
    return found


def context(one: Owed, viewer: Viewer, bound: Mapping[str, Form]) -> dict[str, Any]:
    """What the page of the task shows of both."""
    rows = tree(one.task.steps.select_related("person"), viewer) if one.task else []
    leaves = [row for row in rows if row.is_leaf]
    return {
        "steps": rows,
        "steps_done": sum(row.done for row in leaves),
        "steps_whole": len(leaves),
        "may_step": viewer.unit.pk == one.unit.pk and one.is_open and viewer.may(May.ANSWER_TASK),
        "helps": _helps(one, viewer, bound),
        "may_ask_help": asks(check_can_ask_help, viewer, one)[0],
    }


def acts(one: Owed, shown: dict[str, Any], bound: Mapping[str, Form]) -> list[dict[str, Any]]:
    """To break it down for the first time, and to ask for help; both are seldom done."""
    found: list[dict[str, Any]] = []
    if shown["may_step"] and not shown["steps"]:
        url = url_of_act(one, "task-steps")
        found.append({"name": "steps", "label": "分解到人到天", "url": url, "link": True})
    if shown["may_ask_help"]:
        form, url = bound.get("help-asked") or HelpForm(), url_of_act(one, "task-help")
        form.auto_id = "help-asked-%s"
        is_open = "help-asked" in bound
        found.append({"name": "help-asked", "label": "请求协调", "url": url, "form": form, "open": is_open})
    return found


def _helps(one: Owed, viewer: Viewer, bound: Mapping[str, Form]) -> list[dict[str, Any]]:
    asked = list(
        Help.objects.filter(obligation=one.obligation, unit=one.unit, period_start=one.period_start)
        .select_related("holder", "asked_by").order_by("-asked_at")[:20]
    )  # fmt: skip
    events = list(audit.Event.objects.filter(record__in=[help.pk for help in asked]).order_by("at", "seq"))
    actors = people.who((event.actor, event.post) for event in events)
    rows = [
        {
            "help": help, "may_answer": asks(check_can_answer_help, viewer, help)[0],
            "form": bound.get(f"help-{help.pk}") or HelpAnswerForm(),
            "url": url_of_act(one, "task-help-answer", help.pk),
            "events": [
                {"at": event.at, "what": _HAPPENED.get(event.verb, event.verb), "why": event.why,
                 "who": str(actors[event.actor, event.post])}
                for event in events if event.record == help.pk
            ],
        }
        for help in asked
    ]  # fmt: skip
    for row in rows:
        row["form"].auto_id = f"help-{row['help'].pk}-%s"
    return rows
