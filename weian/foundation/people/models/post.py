from __future__ import annotations

import uuid

from django.db import models

from weian.foundation.org.models import Unit
from weian.foundation.people.roles import WHOLE_UNIT, PostClass


class Post(models.Model):
    """A post in a unit. Duties bind to posts, signatures to persons.

    `unit` is where it stands (a department, a desk); `reach` is the node whose records it works on: for a hospital's
    security department the whole hospital, for a ward keeper the ward.
    """

    audit_kind = "post"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="设在")
    reach = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="管到")
    title = models.CharField("岗位名称", max_length=60)
    post_class = models.CharField("岗位类别", max_length=20, choices=PostClass.choices)
    domains = models.JSONField("归口领域", default=list, help_text="领域代码：消防、危化品、特种设备……")
    ended_on = models.DateField("撤销日", null=True)

    class Meta:
        db_table = "people_post"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"], condition=models.Q(ended_on=None), name="people_post_title_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sees_whole_unit(self) -> bool:
        return self.post_class in WHOLE_UNIT
