from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from weian.foundation.people.models.person import Person
from weian.foundation.people.models.post import Post


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> AppointmentQuerySet:
        """Appointments in force on `day`: who was responsible then always has an answer."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Appointment(models.Model):
    """A person holds a post from a day, to a day. Never deleted, only ended."""

    audit_kind = "appointment"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    deputy = models.BooleanField("代理", default=False)
    # Who is away; what is done under this appointment is done 代某某.
    stands_in_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        db_table = "people_appointment"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="people_appointment_dates"
            ),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(valid_to=None), name="people_appointment_once"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None)
                | Q(deputy=True, valid_to__isnull=False) & ~Q(stands_in_for=models.F("person")),
                name="people_appointment_stands_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"

    @property
    def title(self) -> str:
        """The post, and whom the person stands in for there."""
        return f"{self.post.title}（代{self.stands_in_for.name}）" if self.stands_in_for else self.post.title

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None
