"""Each jurisdiction sets its own steps; a person chooses how to be reminded; unknown years are marked."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as papers
from tests.ground.duties import situations as given
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.actions.setting import set_ladder
from weian.foundation.ladder.models import Rung
from weian.foundation.ladder.pack_schema import Step
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock

DUE = date(2026, 11, 20)  # a Friday


def rungs(unit: Unit, kind: str = "task") -> list[str]:
    with set_up():
        return list(Rung.objects.filter(unit=unit, kind=kind).order_by("step").values_list("title", flat=True))


def test_a_county_climbs_by_its_own_steps_and_its_neighbour_by_the_content(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        given.started(cast, document)
        said = {
            "offset_0": "2", "unit_0": "working_days", "to_0": "supervisor", "title_0": "两日上督办单",
            "valid_from": "2026-11-12", "why": "冬季从严",
        }  # fmt: skip
        url = reverse("ladder-setting", args=["esc_n"])
        county = client_of(cast.county_regulator)
        assert county.post(url, {**said, "valid_from": "2026-11-09"}).status_code == 422
        assert county.post(url, {**said, "unit_0": "minutes"}).status_code == 422
        assert county.post(url, {**said, "why": ""}).status_code == 422
        for stranger in (cast.officer, cast.commission_leader, cast.system_admin):
            assert client_of(stranger).post(url, said).status_code == 404
        assert county.post(url, said).status_code == 302
        with acting(cast.regulator) as city:  # further away: the county's own wins
            far = [Step(offset=0, unit="days", to="owner", title="市设")]
            set_ladder("esc_n", far, valid_from=date(2026, 11, 12), why="全市", by=city)
    with clock.moved_to("2026-11-13"):
        assert "两日上督办单" in client_of(cast.county_regulator).get(reverse("ladders")).content.decode()
        assert "市设" in client_of(cast.outsider).get(reverse("ladders")).content.decode()
    with clock.moved_to("2026-11-23"):
        ladder.climb()
    assert rungs(cast.hospital) == []
    with clock.moved_to("2026-11-24"):
        ladder.climb()
    assert rungs(cast.hospital) == ["两日上督办单"]


def test_a_person_chooses_between_each_at_once_and_the_mornings_digest(cast: Cast) -> None:
    client, url = client_of(cast.officer_2), reverse("messages")
    assert "每天早上汇总一条" in client.get(url).content.decode()
    assert client.post(reverse("messages-reminding"), {"at_once": "1"}).status_code == 302
    assert "改为每天早上汇总" in client.get(url).content.decode()
    with clock.moved_to("2026-11-10"):
        given.started(cast, given.issued(cast, due=DUE))
    with clock.moved_to("2026-11-17"):
        ladder.climb()
    kinds = set(Message.objects.filter(to=cast.officer_2.person).values_list("kind", flat=True))
    assert "ladder" in kinds and "digest" not in kinds


def test_a_day_that_hangs_on_a_year_not_arranged_yet_says_so(cast: Cast) -> None:
    with clock.moved_to("2026-12-31T10:00"):
        document = papers.issued(cast, cast.county)
        page = client_of(cast.county_regulator).get(document.get_absolute_url()).content.decode()
        assert "待国务院通知" in page
    with clock.moved_to("2026-11-10"):
        known = papers.issued(cast, cast.county, text=papers.NOTICE.replace("12号", "13号"))
        page = client_of(cast.county_regulator).get(known.get_absolute_url()).content.decode()
        assert "待国务院通知" not in page
        task = given.started(cast, given.issued(cast, due=date(2026, 12, 25)))
    with clock.moved_to("2027-01-08"):
        page = client_of(cast.officer).get(duties.url_of_task(task)).content.decode()
        assert "个工作日（节假日待国务院通知）" in page


def test_a_yearly_task_comes_to_the_desk_when_its_lead_time_has_come(cast: Cast) -> None:
    with clock.moved_to("2026-01-10"):
        document = given.issued(cast, every="P1Y", by_day="M12D20")
        own = given.issued(cast, every="P1Y", by_day="M12D20", lead_days=365)
        for one in (document, own):
            given.signed(cast, one)
    for day, expected in (("2026-09-20", [own]), ("2026-09-21", [document, own])):
        with clock.moved_to(day), acting(cast.officer_2) as officer:
            mine = {one.obligation.document_id for one in duties.owed_by(officer)}
            assert mine == {one.pk for one in expected}
            unit = client_of(officer).get(reverse("tasks") + "?view=unit").content.decode()
            assert ("09-21 起办理" in unit) == (day == "2026-09-20")
