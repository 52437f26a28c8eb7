from weian.foundation.ladder.models.rung import Rung
from weian.foundation.ladder.models.setting import Setting

__all__ = ["Rung", "Setting"]
