"""Whether a task's records bring every kind of evidence that its obligation names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from weian.foundation.evidence import api as evidence
from weian.ground.duties import clause_map
from weian.ground.duties.models import Obligation, Record, Task
from weian.ground.duties.pack_schema import EvidenceKind, answering_rules, evidence_kinds
from weian.ground.duties.recorded import files_of


@dataclass(frozen=True)
class Needed:
    """One kind of evidence that is asked for: whether it is there, and the sentence that says what is missing."""

    title: str
    is_there: bool
    sentence: str


def missing(task: Task) -> list[str]:
    """A Chinese sentence for each kind of evidence that is not there yet; an unknown kind counts as missing."""
    records = [answer.record for answer in task.answers.select_related("record")]
    if not records:
        return ["还没有任何记录。先填写做了什么，再提交。"]
    attached = [one for files in files_of(records).values() for one in files]
    return [one.sentence for one in needed(task.obligation, records, attached) if not one.is_there]


def needed(
    obligation: Obligation, records: Sequence[Record], attached: Sequence[evidence.Attachment],
    kinds: Mapping[str, EvidenceKind] | None = None,
) -> list[Needed]:  # fmt: skip
    """Every kind of evidence that the obligation names, in its order. Who asks for many brings the kinds."""
    kinds = evidence_kinds() if kinds is None else kinds
    found = []
    for code in obligation.evidence:
        kind = kinds.get(code)
        if kind is None:
            found.append(Needed(code, False, f"要求的凭据“{code}”还没有配置，请联系下发单位。"))
        else:
            found.append(_needed(kind, obligation, records, attached))
    return found


def _needed(
    kind: EvidenceKind, obligation: Obligation, records: Sequence[Record], attached: Iterable[evidence.Attachment]
) -> Needed:
    if kind.seen_by == "clauses":
        # The sentence names the clauses that the plan leaves out (S2-0.2).
        lacking = clause_map.sentence(clause_map.answered(obligation, records))
        return Needed(kind.title, not lacking, lacking or kind.missing)
    return Needed(kind.title, _there(kind, records, attached) or _scanned(kind, obligation, records), kind.missing)


def _scanned(kind: EvidenceKind, obligation: Obligation, records: Iterable[Record]) -> bool:
    """Whether somebody read the label on the spot, where the content lets that stand for this kind of evidence."""
    if not any(record.scanned for record in records):
        return False
    rule = answering_rules().get(obligation.kind)
    return rule is not None and kind.code in rule.scanned


def _there(kind: EvidenceKind, records: Sequence[Record], attached: Iterable[evidence.Attachment]) -> bool:
    if kind.seen_by == "file":
        return any(True for _ in attached)
    if kind.seen_by == "image":
        return any(one.blob.is_image for one in attached)
    if kind.seen_by == "text":
        return any(record.text.strip() for record in records)
    if kind.seen_by == "facts":
        return any(record.text.strip() or any(record.facts.values()) for record in records)
    if kind.seen_by == "decisions":
        return any(record.facts.get("decisions") or record.facts.get("lines") for record in records)
    return any(record.facts.get(kind.seen_by) for record in records)
