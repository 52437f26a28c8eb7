"""Every step from every state by every role: what the table and the gates allow is done, all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import photo
from tests.programs.inspections.situations import Situations
from weian.foundation.people.api import Refused, Viewer
from weian.kernel.transitions import IllegalMove
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import STATES, Status

Deed = Callable[[Inspection, Viewer], object]


def objected(one: Inspection, by: Viewer) -> object:
    row = Finding.objects.filter(inspection=one).first()
    return api.object_(one, {row.pk: "有人值守"} if row else {}, by=by)


DEEDS: dict[str, Deed] = {
    "start": lambda one, by: api.start(one, by=by, why_no_code="没有标签"),
    "cancel": lambda one, by: api.cancel(one, by=by, why="改期"),
    "finish": lambda one, by: api.finish(one, by=by),
    "release": lambda one, by: api.release(one, by=by),
    "sign": lambda one, by: api.sign(one, by=by),
    "object": objected,
    "refuse": lambda one, by: api.refuse(one, by=by, why="不同意"),
    "unsigned": lambda one, by: api.note_refusal(one, by=by, why="院长不在，护士长在场"),
    "hand": lambda one, by: api.take_signature(one, photo("signature"), by=by, name="钱守正", title="副院长"),
    "close": lambda one, by: api.close(one, by=by),
}
TEAM, OFFICE, UNIT, STRANGER = "regulator", "regulator_2", "officer", "outsider"
ROLES = (TEAM, OFFICE, UNIT, "keeper", "county_regulator", "commission_leader", STRANGER, "system_admin")
# (state, deed) → who may.
MAY: dict[tuple[str, str], set[str]] = {
    ("planned", "start"): {TEAM},
    ("planned", "cancel"): {TEAM, OFFICE},
    ("started", "finish"): {TEAM},
    ("held", "release"): {OFFICE},
    ("shown", "sign"): {UNIT},
    ("shown", "object"): {UNIT},
    ("shown", "refuse"): {UNIT},
    ("shown", "unsigned"): {TEAM},
    ("shown", "hand"): {TEAM},
    ("signed", "close"): {TEAM, OFFICE},
    ("refused", "close"): {TEAM, OFFICE},
}
STATUSES = ("planned", "started", "held", "shown", "signed", "objected", "refused", "closed", "cancelled")


@pytest.mark.parametrize("status", STATUSES)
def test_each_step_is_taken_by_those_who_may_and_refused_to_all_others(cast: Cast, status: str) -> None:
    one = Situations(cast).at(status)
    for deed, act in DEEDS.items():
        for role in ROLES:
            assert happens(cast, one, act, role) == (role in MAY.get((status, deed), set())), (status, deed, role)


def happens(cast: Cast, one: Inspection, act: Deed, role: str) -> bool:
    """Whether somebody can; what they did is undone. Whoever cannot see it does not even come to the gate."""
    who: Viewer = getattr(cast, role)
    try:
        with transaction.atomic(), acting(who):
            fresh = Inspection.objects.select_related("target", "office", "plan", "unit").filter(pk=one.pk).first()
            if fresh is None:
                return False
            act(fresh, who)
            assert fresh.status != one.status
            raise Undo
    except Undo:
        return True
    except (Refused, IllegalMove) as refused:
        assert str(refused).endswith("。"), refused
        return False


class Undo(Exception):
    pass


def test_the_table_of_this_test_says_no_more_than_the_states(cast: Cast) -> None:
    steps = {
        "finish": {"held", "shown"},
        "release": {"shown"},
        "unsigned": {"refused"},
        "hand": {"signed"},
        "object": {"objected"},
    }
    for status, deed in MAY:
        targets = steps.get(deed, {{"start": "started", "cancel": "cancelled", "sign": "signed", "refuse": "refused",
                                    "close": "closed"}.get(deed, "")})  # fmt: skip
        assert any(STATES.allowed(status, to) for to in targets), (status, deed)
    assert set(STATUSES) | {"recorded"} == set(Status.values)


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
