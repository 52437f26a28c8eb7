"""The cube and the deltas not folded yet are together what the rows say."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import Situations
from tests.oversight.reports.world import NOW, hazard_of
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.oversight.reports.cube import count_on, fold
from weian.oversight.reports.jobs import fold_cube
from weian.oversight.reports.models import Cube, Fold

LATER = date(2027, 12, 31)


def both(node: Unit, **dims: str) -> tuple[int, int]:
    """By the cube, and by the rows."""
    rows = Hazard.objects.under(node)
    if "status" in dims:
        rows = rows.filter(status=dims["status"])
    if "grade" in dims:
        rows = rows.filter(grade=dims["grade"])
    return count_on("hazard", node, LATER, dims), rows.count()


def agree(cast: Cast, expected: int) -> None:
    for viewer, node in ((cast.regulator, cast.city), (cast.county_regulator, cast.county)):
        with acting(viewer):
            assert both(node) == (expected, expected)
            for status in hazards.Status.values:
                cube, rows = both(node, status=status)
                assert cube == rows, status
            for grade in hazards.Grade.values:
                cube, rows = both(node, grade=grade)
                assert cube == rows, grade


def folded() -> int:
    with set_up():
        return fold("hazard")


def test_cube_and_what_is_not_folded_yet_equal_the_rows_through_a_whole_life(cast: Cast) -> None:
    play = Situations(cast)
    play.reported()
    agree(cast, 1)
    assert folded() > 0
    agree(cast, 1)
    hazard = play.closed()
    agree(cast, 2)
    folded()
    with play.step(cast.officer) as officer:
        hazards.reopen(hazard, by=officer, why="又堆上了")
    agree(cast, 2)
    play.assigned("major")
    folded()
    agree(cast, 3)


def test_folding_again_changes_nothing(cast: Cast) -> None:
    Situations(cast).closed()
    assert folded() > 0
    assert folded() == 0
    agree(cast, 1)


def test_the_job_folds_and_remembers_how_far(cast: Cast) -> None:
    Situations(cast).assigned()
    assert fold_cube(0) > 0
    with set_up():
        assert Fold.objects.get(pk="hazard").last > 0
        assert {one.org_pos for one in Cube.objects.all()} == {cast.county.pos}


def test_a_past_day_is_told_as_it_was(cast: Cast) -> None:
    play = Situations(cast)
    first = play.day
    play.closed()
    folded()
    with acting(cast.regulator):
        at_first = count_on("hazard", cast.city, first, {"status": "reported"})
        at_the_end = count_on("hazard", cast.city, LATER, {"status": "reported"})
    assert (at_first, at_the_end) == (1, 0)


def test_neighbours_do_not_see_the_cells_of_others(cast: Cast) -> None:
    Situations(cast).assigned()
    hazard_of(cast, cast.outsider_officer, cast.neighbour_hospital, NOW)
    folded()
    seen: list[Viewer] = [cast.outsider, cast.county_regulator, cast.regulator]
    counts = []
    for viewer in seen:
        with acting(viewer):
            counts.append(count_on("hazard", cast.city, LATER))
    assert counts == [1, 1, 2]


def test_the_cube_knows_nothing_finer_than_a_commission(cast: Cast) -> None:
    with acting(cast.officer), pytest.raises(ValueError, match="by commission"):
        count_on("hazard", cast.hospital, LATER)
