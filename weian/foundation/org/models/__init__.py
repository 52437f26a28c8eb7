from weian.foundation.org.models.instance import Instance
from weian.foundation.org.models.place import Place
from weian.foundation.org.models.positioned import Positioned, PositionedQuerySet
from weian.foundation.org.models.region import Region
from weian.foundation.org.models.relation import Relation
from weian.foundation.org.models.share import Share
from weian.foundation.org.models.unit import Unit

__all__ = ["Instance", "Place", "Positioned", "PositionedQuerySet", "Region", "Relation", "Share", "Unit"]
