"""Another contractor of the same hospital: there is nothing of the first for it at any address."""

from __future__ import annotations

from uuid import uuid4

from tests.conftest import acting, client_of
from tests.ground.works.situations import Situations
from tests.ground.works.test_contractors import inspected
from tests.trust.tries import fair
from tests.trust.world import ABSENT, body_of, filled, routes
from weian.ground.hazards import api as hazards
from weian.ground.works import api as works

WORDS = ("洁安", "长河", "门诊楼扩建", "外包单位没有资质", "焊接冷却水管", "赤石通道")
# These end the session, or are the framework's and the parts' alone.
LEFT = ("accounts/", "_parts/")


def test_another_contractor_finds_nothing_at_any_address(play: Situations) -> None:
    cast = play.cast
    play.signed(other := play.contractor("安盾保安服务有限公司"), kind="security", scope="门岗")
    stranger = client_of(play.person(other, "郭队长"))
    inspected(play, play.cleaner, licence="fail")
    permit, site = play.approved(contractor=play.cleaner), play.site
    with acting(cast.officer) as by:
        hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="赤石通道堆物")
        works.stop(site, uid=uuid4(), by=by, reason="长河没有护栏")
    wrong = []
    plainly = [one for one, _ in routes() if "<" not in one and "^" not in one and not one.startswith(LEFT)]
    for pattern in fair(plainly, "contractor", 2):  # half of them in an ordinary run, all in a long one
        answer = stranger.get(f"/{pattern}")
        text = body_of(answer).decode("utf-8", "replace")
        if answer.status_code >= 500 or any(word in text for word in WORDS):
            wrong.append((pattern, answer.status_code))
    assert wrong == []
    mine = {"contractors": play.cleaner.pk, "permits": permit.pk, "sites": site.pk}
    for kind, uid in mine.items():
        absent = stranger.get(filled(f"works/{kind}/<uuid:uid>/", {"uid": ABSENT}))
        answer = stranger.get(f"/works/{kind}/{uid}/")
        assert (answer.status_code, absent.status_code) == (404, 404), kind
        for act in ("stop", "approval", "contract", "proof"):
            assert stranger.post(f"/works/{kind}/{uid}/{act}/", {"request_id": str(uuid4())}).status_code == 404
    # Otherwise the test could not fail: whose it is finds it.
    own = body_of(client_of(play.person(play.cleaner)).get("/works/")).decode()
    assert "外包单位没有资质" in own
