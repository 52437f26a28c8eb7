from weian.portal.phone.models.arrival import Arrival, Outcome
from weian.portal.phone.models.awaited import Awaited
from weian.portal.phone.models.line import Line

__all__ = ["Arrival", "Awaited", "Line", "Outcome"]
