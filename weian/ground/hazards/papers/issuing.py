"""The numbered paper of an act on a hazard: it comes with the act, from whichever page that was done.

What a paper says is kept with it and printed from that alone (printing.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db.models import QuerySet

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import numbers
from weian.ground.hazards.kinds import Grade, PaperKind
from weian.ground.hazards.models import Hazard, Paper
from weian.ground.hazards.papers import schema
from weian.kernel import clock

OPENINGS = {
    PaperKind.LISTING: "你单位下列事故隐患列为挂牌督办事项，请按要求整改，按期报告进展，期限届满前申请解除。",
    PaperKind.LIFTING: "你单位下列挂牌督办的事故隐患，经现场核查，现解除挂牌督办。",
    PaperKind.ACCEPTANCE: "经现场核查，对下列事故隐患的整改提出验收意见。",
    PaperKind.TRANSFER: "下列事项不属于本部门职责，现移送你单位处理，请签收，处理结果请函告。",
}
BASIS = "依据："
Said = Sequence[tuple[str, str]]


def key(act: UUID, kind: PaperKind) -> UUID:
    """The paper of an act (a listing, a letter …): the act done once more is the same paper."""
    return uuid5(act, kind)


def give_out(
    hazard: Hazard, kind: PaperKind, said: Said, *, act: UUID, to: str, by: Viewer, on: date | None = None
) -> Paper:  # fmt: skip
    """The paper of `act`. `said`: what it says beside which hazard it is about, each with its heading. `on`: its day,
    today where not said. Raises Refused where no content names the paper. The gate is that of the act."""
    day = on or clock.today()
    named = schema.paper(kind)
    made = Paper(
        uid=key(act, kind), office=by.unit, kind=kind, title=named.title, day=day,
        no=numbers.of_paper(named, by.unit, day.year),
        body={
            "office": by.unit.name, "to": to, "opening": OPENINGS[kind],
            "said": [[head, text] for head, text in [*_about(hazard), *said] if text],
        },
        given_at=clock.now(), given_by=by.actor_uid,
    ).of(hazard)  # fmt: skip
    audit.created(made, "hazard_paper.given", by=by, facts={"kind": kind, "no": made.no})
    return made


def paper_of_act(act: UUID, kind: str) -> Paper:
    """The paper of an act that was done."""
    found: Paper = Paper.objects.get(pk=key(act, PaperKind(kind)))
    return found


def papers_of(hazards: Sequence[UUID], viewer: Viewer) -> QuerySet[Paper]:
    """What was given out about these hazards, as far as the viewer sees it, the earliest first."""
    found: QuerySet[Paper] = Paper.objects.within(viewer.ranges).filter(hazard__in=hazards)
    return found.order_by("given_at", "uid")


def _about(hazard: Hazard) -> Said:
    where = "　".join(filter(None, [hazard.unit.name, hazard.place]))
    bases = hazard.bases.select_related("clause__document").order_by("pk")
    cited = [f"《{one.clause.document.title}》{one.clause.label}" for one in bases]
    # A standard that is no document of ours stands in the text (inspections: a finding with its basis in words).
    written = [line.removeprefix(BASIS) for line in hazard.text.split("\n")[1:] if line.startswith(BASIS)]
    return [
        ("隐患", f"{hazard.title}（编号 {hazard.no}）"),
        ("所在", where),
        ("等级", Grade(hazard.grade).label if hazard.grade else ""),
        ("依据", "；".join(cited or written)),
    ]  # fmt: skip
