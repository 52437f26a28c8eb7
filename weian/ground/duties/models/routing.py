from __future__ import annotations

from django.db import models

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Post


class Routing(Positioned):
    """At this unit, matters of this domain go to this post: corrected once and remembered."""

    audit_kind = "routing"

    domain = models.CharField("领域", max_length=40)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="归口岗位")

    class Meta:
        db_table = "duties_routing"
        constraints = [models.UniqueConstraint(fields=["unit", "domain"], name="duties_routing_once")]

    def __str__(self) -> str:
        return f"{self.domain} → {self.post}"
