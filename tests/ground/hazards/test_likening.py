"""举一反三: the records answer first; only units of which nobody knows are asked, by one small task."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.hazards.likening.finding import find
from weian.ground.hazards.models import Alike, AlikeAnswer
from weian.kernel import clock


def test_matches_are_listed_and_only_the_unknown_are_asked(play, cast):
    with clock.moved_to(play.day):
        Places(cast)("gas_point", "食堂燃气间", fields={"gas": "管道天然气"})
    with acting(cast.center_officer) as by, clock.moved_to(play.day):
        hazards.report(uid=uuid4(), by=by, unit=cast.center, type="gas_alarm")
    play.day += timedelta(days=1)
    with clock.moved_to(play.day):
        desk = client_of(cast.county_regulator)
        sent = {
            "uid": str(uuid4()), "title": "某县医院食堂燃气爆燃", "lesson": "查燃气报警和切断", "tags": ["gas"],
            "types": ["gas_alarm"], "due": (play.day + timedelta(days=5)).isoformat(),
        }  # fmt: skip
        assert client_of(cast.keeper).get("/hazards/alikes/new/").status_code == 404
        refused = desk.post("/hazards/alikes/new/", {**sent, "tags": [], "types": []})
        assert refused.status_code == 422 and "至少选一个" in refused.content.decode()
        assert desk.post("/hazards/alikes/new/", sent).status_code == 302
        with set_up():
            asked = Alike.objects.get()
            assert [one.unit for one in asked.answers.select_related("unit")] == [cast.clinic]
        with acting(cast.county_regulator):
            found = find(asked, cast.county)
            assert ({*found.places}, {*found.hazards}) == ({cast.hospital}, {cast.center})
        with acting(cast.dentist) as by:
            (door,) = duties.doors_of(by)
            assert door.title == "举一反三：某县医院食堂燃气爆燃"
        at, dentist = asked.get_absolute_url(), client_of(cast.dentist)
        assert "本单位的情况" in dentist.get(at).content.decode()
        assert dentist.post(f"{at}answer/", {"has": "yes", "text": " "}).status_code == 422
        assert dentist.post(f"{at}answer/", {"has": "no", "text": ""}).status_code == 302
        with acting(cast.dentist) as by:
            assert not duties.doors_of(by)
        page = desk.get(at).content.decode()
        assert "食堂燃气间" in page and "登记里没有" not in page and "不清楚、正在问" not in page
        assert "食堂燃气间" not in dentist.get(at).content.decode()  # a unit sees its own part
        with acting(cast.officer) as by, pytest.raises(Refused, match="没有问到本单位"):
            hazards.answer_alike(asked, has=False, text="", by=by)


def test_it_comes_filled_in_from_a_hazard_and_from_an_accident_card(play, cast):
    hazard = play.reported(type="gas_alarm", text="报警器不响")
    with clock.moved_to(play.day):
        page = client_of(cast.officer).get(f"/hazards/alikes/new/?hazard={hazard.pk}").content.decode()
        assert "报警器不响" in page and f'value="hazard:{hazard.pk}"' in page
        assert (
            "报警器不响"
            not in client_of(cast.outsider).get(f"/hazards/alikes/new/?hazard={hazard.pk}").content.decode()
        )
        spec = duties.AccidentSpec(
            uid=uuid4(), title="外省医院火灾", happened_on=clock.today(), place="外省", kind="火灾", cause="动火",
            lesson="查动火审批",
        )  # fmt: skip
        with acting(cast.county_regulator) as by:
            card = duties.tell_accident(spec, by=by)
        page = client_of(cast.county_regulator).get(f"/hazards/alikes/new/?accident={card.pk}").content.decode()
        assert "查动火审批" in page
    with set_up():
        assert not AlikeAnswer.objects.exists()
