"""What a page counts costs little whoever asks: a county's in one look, a city's capped, by statements kept apart."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.hazards.situations import Situations
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.queries.counting import CAP

LIMIT = f"LIMIT {CAP + 1}"


def capped_of_a_home(viewer: Viewer) -> tuple[int, dict[str, int]]:
    with acting(viewer), CaptureQueriesContext(connection) as seen:
        found = hazards.desk_counts(viewer)
    return sum(one["sql"].count(LIMIT) for one in seen), found


def capped_of_a_list(viewer: Viewer) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client_of(viewer).get("/hazards/").status_code == 200
    return sum(one["sql"].count(LIMIT) for one in seen)


def test_only_a_city_s_counts_are_capped_whoever_asked_before(cast: Cast) -> None:
    play = Situations(cast)
    play.assigned("major")
    play.reported()
    for _ in range(2):
        county, told = capped_of_a_home(cast.county_regulator)
        city, above = capped_of_a_home(cast.regulator)
        # Of a county only what somebody has to do next is looked up row by row.
        assert (county, city) == (2, 4)
        assert told["open"] == above["open"] == 2 and told["major"] == above["major"] == 1
        assert capped_of_a_list(cast.county_regulator) < capped_of_a_list(cast.regulator)
