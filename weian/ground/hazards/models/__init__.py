from weian.ground.hazards.models.basis import Basis
from weian.ground.hazards.models.counter import Counter
from weian.ground.hazards.models.extension import Extension
from weian.ground.hazards.models.hazard import Hazard, HazardQuerySet
from weian.ground.hazards.models.judgement import Judgement
from weian.ground.hazards.models.lookback import LookBack
from weian.ground.hazards.models.pair import Pair
from weian.ground.hazards.models.plea import Plea
from weian.ground.hazards.models.referral import Referral
from weian.ground.hazards.models.regrade import Regrade
from weian.ground.hazards.models.supervision import ProgressReport, Supervision

__all__ = [
    "Basis",
    "Counter",
    "Extension",
    "Hazard",
    "HazardQuerySet",
    "Judgement",
    "LookBack",
    "Pair",
    "Plea",
    "ProgressReport",
    "Referral",
    "Regrade",
    "Supervision",
]
