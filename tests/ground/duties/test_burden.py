"""Who would have to do what is asked, before it is issued: units where nobody is found are named."""

from __future__ import annotations

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel.actor import System


def test_units_where_nobody_is_found_are_named_as_many_as_are_counted(cast: Cast) -> None:
    with set_up():
        empty = org.add_unit(by=System("试验"), parent=cast.county, kind="institution", name="无人卫生院")
    with acting(cast.regulator):
        units = Unit.objects.current().under(cast.city).institutions()
        sorts = {duties.Sort(one.kind, one.type, one.grade, one.light): {"fire"} for one in units}
        named = duties.units_lacking(units, ["fire"], sorts, limit=100)
        counted = sum(one.count for one in duties.shapes(units, ["fire"]) if not one.has_post)
        nobody_asked = duties.units_lacking(units, ["fire"], {sort: set() for sort in sorts}, limit=100)
    assert empty.pk in named and cast.hospital.pk not in named
    assert (len(named), nobody_asked) == (counted, [])
