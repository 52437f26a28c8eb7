from weian.ground.hazards.models.alike import Alike, AlikeAnswer
from weian.ground.hazards.models.basis import Basis
from weian.ground.hazards.models.counter import Counter
from weian.ground.hazards.models.extension import Extension
from weian.ground.hazards.models.hazard import Hazard, HazardQuerySet
from weian.ground.hazards.models.judgement import Judgement
from weian.ground.hazards.models.lookback import LookBack
from weian.ground.hazards.models.pair import Pair
from weian.ground.hazards.models.paper import Paper
from weian.ground.hazards.models.plea import Plea
from weian.ground.hazards.models.problem import Problem
from weian.ground.hazards.models.referral import Referral
from weian.ground.hazards.models.regrade import Regrade
from weian.ground.hazards.models.supervision import ProgressReport, Supervision
from weian.ground.hazards.models.sweep import Sweep

__all__ = [
    "Alike",
    "AlikeAnswer",
    "Basis",
    "Counter",
    "Extension",
    "Hazard",
    "HazardQuerySet",
    "Judgement",
    "LookBack",
    "Pair",
    "Paper",
    "Plea",
    "Problem",
    "ProgressReport",
    "Referral",
    "Regrade",
    "Supervision",
    "Sweep",
]
