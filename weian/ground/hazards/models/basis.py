from django.db import models

from weian.foundation.documents.models import Clause
from weian.ground.hazards.models.hazard import Hazard


class Basis(models.Model):
    """A clause that a hazard offends, as the version that it was judged by."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="bases", verbose_name="隐患")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+", verbose_name="条款")

    class Meta:
        db_table = "hazards_basis"
        constraints = [models.UniqueConstraint(fields=["hazard", "clause"], name="hazards_basis_once")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.clause_id}"
