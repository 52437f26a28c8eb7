from weian.foundation.audit.models.chain import Anchored, Chain
from weian.foundation.audit.models.event import Event, Personal

__all__ = ["Anchored", "Chain", "Event", "Personal"]
