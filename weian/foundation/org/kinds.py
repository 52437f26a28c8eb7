"""What a node of the supervision tree can be, and how wide an interval it gets."""

from django.db import models


class Kind(models.TextChoices):
    """Structural kinds; finer types (general hospital, clinic, nursery …) are content."""

    ROOT = "root", "根"
    COMMISSION = "commission", "卫生健康行政部门"
    INSTITUTION = "institution", "医疗卫生机构"
    CAMPUS = "campus", "院区"
    DEPARTMENT = "department", "科室"
    CONTRACTOR = "contractor", "承包方"
    AGENCY = "agency", "协同部门"


# What is part of an institution or commission and has no supervision of its own.
INSIDE = (Kind.DEPARTMENT, Kind.CAMPUS)


class Level(models.TextChoices):
    """Administrative level of a commission, or of the commission that supervises an institution."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


# Widths of tree intervals. A province of 200 counties with 4,000 institutions each uses a thousandth of 2**50.
WIDTH = {
    (Kind.ROOT, ""): 2**58,
    (Kind.COMMISSION, Level.NATION): 2**56,
    (Kind.COMMISSION, Level.PROVINCE): 2**50,
    (Kind.COMMISSION, Level.CITY): 2**42,
    (Kind.COMMISSION, Level.COUNTY): 2**34,
    (Kind.COMMISSION, Level.TOWNSHIP): 2**26,
}
SMALL = {Kind.INSTITUTION: 2**14, Kind.CAMPUS: 2**11, Kind.CONTRACTOR: 2**10, Kind.AGENCY: 2**10, Kind.DEPARTMENT: 8}


def width(kind: str, level: str) -> int:
    """Width of the interval that a new node gets."""
    return WIDTH.get((Kind(kind), level)) or SMALL.get(Kind(kind), 2**14)
