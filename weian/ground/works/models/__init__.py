from weian.ground.works.models.charge import Charge
from weian.ground.works.models.contractor import Contract, Contractor
from weian.ground.works.models.counter import Counter
from weian.ground.works.models.permit import Permit
from weian.ground.works.models.site import Site, StopOrder
from weian.ground.works.models.violation import Violation

__all__ = ["Charge", "Contract", "Contractor", "Counter", "Permit", "Site", "StopOrder", "Violation"]
