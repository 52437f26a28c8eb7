from weian.ground.registry.models.declared import Declared
from weian.ground.registry.models.label import Label
from weian.ground.registry.models.subject import Subject, SubjectQuerySet

__all__ = ["Declared", "Label", "Subject", "SubjectQuerySet"]
