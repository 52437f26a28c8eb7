"""Every night the heads of the units below are noted in the chain of the unit above, up to the root."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit

AT_ONCE = 1_000  # chains a transaction


def anchor_heads(reason: str) -> int:
    """Note what has grown; a note makes the chain above grow, so this climbs until only the root's is not noted.

    Chains of no unit (content packs) are noted in the root's. Returns how many heads were noted.
    """
    noted = 0
    while True:
        with audit.acting_as_system(reason) as system:
            root = Unit.objects.filter(parent=None).order_by("pos").values_list("uid", flat=True).first()
            grown = audit.unanchored(but=root, limit=AT_ONCE) if root else []
            if root is None or not grown:
                return noted
            above = dict(Unit.objects.filter(pk__in=[one.chain for one in grown]).values_list("uid", "parent"))
            below: dict[UUID, list[audit.Head]] = defaultdict(list)
            for one in grown:
                below[above.get(one.chain) or root].append(one)
            audit.anchor(below, by=system)
            noted += len(grown)
