from weian.ground.hazards.models.basis import Basis
from weian.ground.hazards.models.counter import Counter
from weian.ground.hazards.models.extension import Extension
from weian.ground.hazards.models.hazard import Hazard, HazardQuerySet

__all__ = ["Basis", "Counter", "Extension", "Hazard", "HazardQuerySet"]
