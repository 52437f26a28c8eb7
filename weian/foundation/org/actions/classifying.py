from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.org.queries import unit_types
from weian.kernel.actor import Actor


def classify(unit: Unit, *, type: str, grade: str = "", by: Actor) -> None:
    """Say what an institution is; with its grade that decides which standing requirements it has (S3-1c).

    A type of small institutions puts it into the light mode. Raises KeyError for a type that is not in the content.
    """
    known = unit_types()[type]
    if (unit.type, unit.grade, unit.light) == (type, grade, known.light):
        return
    with audit.changed(unit, "unit.classified", by=by, facts={"type": type, "grade": grade}) as was:
        unit.audit_facts = {"was": [was.type, was.grade]}  # type: ignore[attr-defined]
        unit.type, unit.grade, unit.light = type, grade, known.light
