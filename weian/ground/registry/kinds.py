"""What a subject can be. Finer types are content."""

from django.db import models


class Kind(models.TextChoices):
    PLACE = "place", "场所"
    POINT = "point", "点位"
    ROUTE = "route", "路线"
    PARTY = "party", "服务单位"
