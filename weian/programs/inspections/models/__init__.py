from weian.programs.inspections.models.dispute import Dispute
from weian.programs.inspections.models.finding import Finding, Held, Interview
from weian.programs.inspections.models.inspection import Inspection, InspectionQuerySet
from weian.programs.inspections.models.instrument import Counter, Instrument
from weian.programs.inspections.models.outcome import Outcome
from weian.programs.inspections.models.plan import Opening, Plan
from weian.programs.inspections.models.signature import Signature

__all__ = [
    "Counter",
    "Dispute",
    "Finding",
    "Held",
    "Inspection",
    "InspectionQuerySet",
    "Instrument",
    "Interview",
    "Opening",
    "Outcome",
    "Plan",
    "Signature",
]
