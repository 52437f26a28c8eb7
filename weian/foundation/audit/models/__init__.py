from weian.foundation.audit.models.chain import Chain
from weian.foundation.audit.models.event import Event, Personal

__all__ = ["Chain", "Event", "Personal"]
