from weian.ground.experts.models.assignment import Assignment
from weian.ground.experts.models.draw import Draw
from weian.ground.experts.models.expert import Appraisal, Expert, Recusal
from weian.ground.experts.models.opened import OpenedDraw, Stand

__all__ = ["Appraisal", "Assignment", "Draw", "Expert", "OpenedDraw", "Recusal", "Stand"]
