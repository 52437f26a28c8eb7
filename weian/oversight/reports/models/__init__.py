from weian.oversight.reports.models.cube import Cube, Fold
from weian.oversight.reports.models.standing import HazardStanding, ReceiptStanding
from weian.oversight.reports.models.summary import Summary

__all__ = ["Cube", "Fold", "HazardStanding", "ReceiptStanding", "Summary"]
