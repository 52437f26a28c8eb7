from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Post
from weian.ground.duties.access import check_can_route
from weian.ground.duties.models import Routing
from weian.ground.duties.queries import posts_in


@transaction.atomic
def set_route(unit: Unit, domain: str, post: Post, *, by: Viewer) -> Routing:
    """From now on matters of `domain` at `unit` go to `post`. Raises Refused."""
    check_can_route(by)
    if by.unit.pk != unit.pk or not posts_in(unit).filter(pk=post.pk).exists():
        raise Refused("只能把本单位的事归口到本单位的岗位。")
    known = Routing.objects.select_for_update().filter(unit=unit, domain=domain).first()
    if known is None:
        known = Routing(domain=domain, post=post).at(unit)
        audit.created(known, "route.set", by=by, facts={"domain": domain, "post": str(post.pk)})
    elif known.post_id != post.pk:
        with audit.changed(known, "route.set", by=by, facts={"domain": domain, "post": str(post.pk)}):
            known.post = post
    return known
