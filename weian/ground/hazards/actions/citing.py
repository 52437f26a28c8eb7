"""Which clauses a hazard offends."""

from __future__ import annotations

from collections.abc import Iterable

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Clause
from weian.ground.hazards import access
from weian.ground.hazards.models import Basis, Hazard
from weian.kernel.actor import Actor


def cite(hazard: Hazard, clauses: Iterable[Clause], *, by: Actor) -> list[Basis]:
    """Rest the hazard on clauses; those cited before stay, and citing them again changes nothing."""
    access.check_can_cite(by, hazard)
    cited = set(hazard.bases.values_list("clause", flat=True))
    new = [one for one in clauses if one.pk not in cited]
    if new:
        with audit.changed(hazard, "hazard.cited", by=by, facts={"clauses": [str(one.pk) for one in new]}):
            made = Basis.objects.bulk_create([Basis(hazard=hazard, clause=one) for one in new])
        return made
    return []
