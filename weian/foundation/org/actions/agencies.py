from __future__ import annotations

from django.db import transaction

from weian.foundation.org.actions.units import add_unit
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.kernel.actor import Actor

ROOT = "协同部门"


@transaction.atomic
def add_agency(*, by: Actor, type: str, name: str, region: int | None, level: str = "", short_name: str = "") -> Unit:
    """Add an agency (公安、消防 …) of a territory, under the root that all agencies have to themselves.

    Raises django.db.IntegrityError for a name that another agency has.
    """
    root = Unit.objects.filter(kind=Kind.ROOT, name=ROOT).first()
    if root is None:
        root = add_unit(by=by, parent=None, kind=Kind.ROOT, name=ROOT)
    return add_unit(
        by=by, parent=root, kind=Kind.AGENCY, type=type, name=name, level=level, region=region, short_name=short_name
    )
