from weian.ground.checklists.models.checklist import Checklist
from weian.ground.checklists.models.version import ChecklistVersion

__all__ = ["Checklist", "ChecklistVersion"]
