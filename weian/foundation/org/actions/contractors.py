from __future__ import annotations

from django.db import transaction

from weian.foundation.org.actions.units import add_unit
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.kernel.actor import Actor

ROOT = "承包方"


@transaction.atomic
def add_contractor(*, by: Actor, owner: Unit, name: str) -> Unit:
    """Add the party that a contractor is at one owner (甲方), under the root that all contractors have to themselves.

    One company at two hospitals is two parties: whoever one hospital lets in learns nothing of the other. Raises
    django.db.IntegrityError for a name that this owner has there already.
    """
    root = Unit.objects.filter(kind=Kind.ROOT, name=ROOT).first()
    if root is None:
        root = add_unit(by=by, parent=None, kind=Kind.ROOT, name=ROOT)
    full = f"{name}（{owner.name}）"
    return add_unit(
        by=by, parent=root, kind=Kind.CONTRACTOR, name=full[:120], short_name=name[:40], region=owner.region
    )
