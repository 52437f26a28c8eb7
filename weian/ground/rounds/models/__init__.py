from weian.ground.rounds.models.own_rule import OwnRule
from weian.ground.rounds.models.visit import Visit, VisitQuerySet

__all__ = ["OwnRule", "Visit", "VisitQuerySet"]
