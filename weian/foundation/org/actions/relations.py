from __future__ import annotations

from datetime import date

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Relation, Unit
from weian.kernel.actor import Actor


def relate(kind: str, source: Unit, target: Unit, *, by: Actor, since: date, label: str = "") -> Relation:
    """Two units stand in a dated relation from `since`. Not idempotent: a pair may be related twice over time."""
    relation = Relation.objects.create(kind=kind, source=source, target=target, valid_from=since, label=label)
    audit.record(
        "relation.made", kind="relation", record=relation.uid, chain=source.uid, by=by,
        facts={"kind": kind, "target": str(target.uid), "since": since.isoformat()},
    )  # fmt: skip
    return relation
