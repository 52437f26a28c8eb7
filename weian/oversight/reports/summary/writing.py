from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.oversight.reports.models import Summary
from weian.oversight.reports.summary.facts import facts_of
from weian.oversight.reports.summary.paper import complaints


class BareNumbers(Refused):
    """Typed text states numbers that no measure stands behind; `errors` by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors


def write(document: Document, node: Unit, *, uid: UUID, base: str, by: Viewer) -> Summary:
    """Write a summary from the records as they stand now. Raises Refused.

    The same uid again returns what was written.
    """
    by.check(May.WRITE_SUMMARY)
    known: Summary | None = Summary.objects.filter(pk=uid, by=by.person).first()
    if known is not None:
        return known
    if not duties.owing(document, node).exists():
        raise Refused(f"《{document.title}》没有发到{node.title}及其下级，没有可总结的记录。")
    summary = Summary(
        uid=uid, document=document, title=f"{node.title}关于“{document.title}”落实情况的总结"[:200], by=by.person,
        as_of=clock.now(), made_at=clock.now(), body=facts_of(document, node, base=base),
    ).at(node)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(summary, "summary.written", by=by, facts={"document": str(document.pk)})
    except IntegrityError as double:
        # Of two presses at once the second waits here; or the uid belongs to somebody else's summary.
        written: Summary | None = Summary.objects.filter(pk=uid, by=by.person).first()
        if written is None:
            raise Refused("这个编号下已经写过另一份总结。请刷新页面后重新起草。") from double
        return written
    return summary


def edit(summary: Summary, *, problems: str, next_steps: str, by: Viewer) -> None:
    """Change the author's own words. Raises BareNumbers where they state a number without its measure, else Refused."""
    by.check(May.WRITE_SUMMARY)
    if summary.unit_id != by.unit.pk:
        raise Refused(f"这份总结由{summary.unit.title}起草，由{summary.unit.title}修改。")
    errors = complaints(problems, next_steps)
    if errors:
        raise BareNumbers(errors)
    with audit.changed(summary, "summary.edited", by=by):
        summary.problems, summary.next_steps = problems.strip(), next_steps.strip()
