"""Numbers of hazards: YX-2026-00001, one series per institution and year, without gaps or doubles.

A listing, its end, an acceptance and a letter to another authority have no number but that of their paper:
白鹭县卫生健康局挂督〔2026〕3号, one series per office, paper and year, whether the act was done on the page of the
hazard or on that of a visit. It goes on where the papers of visits stopped (inspections, migration 0011). Numbers that
were given before (GP-2026-00001, YS-2026-00001) stay as they were; those two series ended.
"""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Counter
from weian.ground.hazards.papers.schema import HazardPaper
from weian.kernel.series import following
from weian.kernel.text.numbers import DocNo

HAZARD, CLOSING = "YX", "XH"


def take(series: str, unit: Unit, year: int) -> str:
    """The next number of `series`; holds the counter's row until the transaction ends."""
    return str(following(Counter, unit=unit, series=series, year=year))


def of_paper(paper: HazardPaper, office: Unit, year: int) -> str:
    """The next number of the office's series of this paper; holds the counter's row likewise."""
    counter = following(Counter, unit=office, series=paper.code.value, year=year)
    return str(DocNo(f"{office.title}{paper.word}", year, counter.last))


def headed(no: str, office: Unit) -> str:
    """The number with its office before it: that of a paper names it itself, one given before does not."""
    return no if no.startswith(office.title) else f"{office.title} {no}"
