"""Findings are the team's, while the visit goes on, each put right at once or with a name and a day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.programs.inspections.situations import Situations
from weian.foundation.people.api import Refused
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding


def test_a_visit_that_is_going_on_takes_findings_from_its_team_alone(cast: Cast) -> None:
    play = Situations(cast)
    one = play.started()
    with acting(cast.regulator_2) as by, pytest.raises(Refused, match="检查组"):
        api.find(one, play.finding(), by=by)
    with acting(cast.regulator) as by:
        api.find(one, play.finding(), by=by)
        api.finish(one, by=by)
        with pytest.raises(Refused, match="不能再补记"):
            api.find(one, play.finding(), by=by)


@pytest.mark.row("S0-2.4b")
def test_a_finding_is_put_right_on_the_spot_or_has_a_name_and_a_day(cast: Cast) -> None:
    play = Situations(cast)
    one = play.started()
    none: dict[str, Any] = {"responsible": None, "due": None, "measure": "", "money": None}
    with acting(cast.regulator) as by:
        for spec, said in (
            (play.finding(**none), "二选一"),
            (play.finding(due=None), "时限"),
            (play.finding(responsible=None), "责任"),
            (play.finding(fixed="开锁", fixer=cast.officer.appointment), "二选一"),
            (play.fixed(photos=[]), "还缺整改前、整改后照片"),
            (play.finding(responsible=cast.dentist.appointment), "不是白鹭县人民医院的人"),
        ):
            with pytest.raises(Refused, match=said):
                api.find(one, spec, by=by)
        assert api.find(one, play.fixed(), by=by).fixed and api.find(one, play.finding(), by=by).due
    with set_up():
        assert Finding.objects.count() == 2
