"""A measure, as it is asked for in these tests."""

from __future__ import annotations

from datetime import date

from tests.cast import Cast
from tests.conftest import acting
from tests.oversight.reports.world import NOW
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.oversight.reports.catalogue import Measured, measure


def taken(
    cast: Cast, code: str, document: Document | None = None, *, on: date = NOW, node: Unit | None = None,
    viewer: Viewer | None = None, **asked: str,
) -> Measured:  # fmt: skip
    """As the city's regulator sees 白鹭县, unless said otherwise."""
    with clock.moved_to(on), acting(viewer or cast.regulator):
        return measure(code, node or cast.county, document=document, **asked)


def fraction(one: Measured) -> tuple[int, int | None, int | None]:
    return one.numerator, one.denominator, one.remainder
