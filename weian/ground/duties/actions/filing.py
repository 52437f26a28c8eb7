"""A plan that is handed in, a meeting that was held: their lines are from then on the unit's own work."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.ground.duties.actions.obligations import Spec, drop_obligations
from weian.ground.duties.actions.own import OwnLine, own_obligations
from weian.ground.duties.models import AskKind, Obligation, Record, Task
from weian.ground.duties.naming import Someone, people_named
from weian.ground.duties.states import TaskState
from weian.kernel.actor import Actor

PAPERS = {AskKind.PLAN: Document.Kind.PLAN, AskKind.MEETING: Document.Kind.MINUTES}


def file_lines(task: Task, *, by: Actor) -> None:
    """Keep the records that answer the task as papers of the unit, their lines as its obligations; again does nothing.

    Of several plans the newest holds: lines of the former on which nothing was done are dropped.
    """
    if task.obligation.kind not in PAPERS:
        return
    answers = task.answers.select_related("record").order_by("record__made_at")
    records = [one.record for one in answers if one.record.facts.get("lines")]
    if task.obligation.kind == AskKind.PLAN and records:
        *former, record = records
        begun = [one for old in former for one in _begun(old)]
        fresh = _file(record, task, by, {(one.title, one.due) for one in begun})
        for old in former:
            _drop(old, fresh, {one.pk for one in begun}, by)
        return
    for record in records:
        _file(record, task, by, set())


def _file(record: Record, task: Task, by: Actor, known: set[tuple[str, date | None]]) -> Document:
    lines = record.facts["lines"]
    paper = documents.file_own(
        uid=uuid5(record.pk, "paper"), unit=task.unit, kind=PAPERS[AskKind(record.kind)], title=record.title, by=by,
        lines=[f"{line['what']}（{line['who']}，{line['due']}）" for line in lines],
        on=date.fromisoformat(record.facts.get("approved_on") or record.happened_on.isoformat()),
        answers=task.obligation.document if record.kind == AskKind.PLAN else None,
    )  # fmt: skip
    clauses = list(paper.clauses.order_by("order"))
    named = people_named(task.unit, [line["who"] for line in lines])
    specs = [
        Spec(
            uid=uuid5(paper.pk, f"{at}"), clause=clause, kind=AskKind.OTHER, title=line["what"],
            due=date.fromisoformat(line["due"]), domain=task.obligation.domain, evidence=["record"],
            lead=[line["who"]], order=at,
        )
        for at, (line, clause) in enumerate(zip(lines, clauses, strict=True))
        if (line["what"], date.fromisoformat(line["due"])) not in known
    ]  # fmt: skip
    who = [named.get(str(spec.lead[0]), Someone()) for spec in specs]
    own_obligations(paper, [OwnLine(spec, one.post, one.person) for spec, one in zip(specs, who, strict=True)], by=by)
    return paper


def _begun(record: Record) -> list[Obligation]:
    """Lines of a former plan on which something was done; they stay."""
    of_paper = Obligation.objects.filter(document=uuid5(record.pk, "paper"))
    answered = of_paper.filter(tasks__answers__isnull=False)
    return list((answered | of_paper.exclude(tasks__status=TaskState.STARTED).exclude(tasks=None)).distinct())


def _drop(record: Record, fresh: Document, stay: set[UUID], by: Actor) -> None:
    paper = Document.objects.filter(pk=uuid5(record.pk, "paper")).first()
    if paper is None:
        return
    documents.replace_own(paper, fresh, by=by)
    drop_obligations(paper, keep=stay, by=by, replaced_by=str(fresh.pk))
