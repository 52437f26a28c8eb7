"""A hazard is worked on where there is no network, from the report to its closing, each act judged when it comes in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import acting, set_up
from tests.ground.hazards.situations import Situations
from tests.portal.phone.speaking import Phone, jpeg
from tests.portal.phone.test_pack import pack_of
from weian.foundation.evidence.models import Attachment
from weian.ground.hazards.models import Extension, Hazard


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def status_of(uid):
    with set_up():
        return Hazard.objects.get(pk=uid).status


def with_proof(phone, act, *photos):
    """The act and then its photos; what came of it."""
    told = phone.outcome(act)
    for photo, data in zip(act["photos"], photos, strict=True):
        told = phone.piece(photo, 0, data).json()["outcome"]
    return told


def test_what_was_put_right_at_once_is_a_report_that_stands_and_a_fix_with_two_photos(cast, play):
    phone, photos = Phone(cast.keeper), [jpeg("red"), jpeg("green")]
    report = phone.act("hazard.report", text="灭火器被挡")
    fix = phone.act("hazard.fix", photos=photos, hazard=report["uid"], note="搬开了")
    for photo, role in zip(fix["photos"], ("before", "after"), strict=True):
        photo["role"] = role
    assert [told["outcome"] for told in phone.said(report, fix)["outcomes"]] == ["done", "waiting"]
    assert status_of(report["uid"]) == "reported"
    assert with_proof(phone, fix, *photos)["outcome"] == "done"
    assert status_of(report["uid"]) == "fixed"
    with set_up():
        assert sorted(Attachment.objects.values_list("role", flat=True)) == ["after", "before"]


def test_a_hazard_is_put_off_put_right_sent_back_looked_at_and_closed_from_phones(cast, play):
    hazard = play.assigned()
    fixer, officer = Phone(cast.pharmacist), Phone(cast.officer)
    which, later = str(hazard.pk), hazard.due + timedelta(days=5)

    def seen(viewer):
        return next(one for one in pack_of(viewer)["hazards"] if one["uid"] == which)

    assert seen(cast.pharmacist)["door"] == "fix"
    for until, note, said in (
        ("x", "缺料", "延到哪一天"),
        (hazard.due.isoformat(), "缺料", "晚于现在的期限"),
        (later.isoformat(), "", "为什么"),
    ):
        told = fixer.outcome(fixer.act("hazard.extend", hazard=which, until=until, note=note))
        assert told["outcome"] == "refused" and said in told["reason"]
    asked = fixer.act("hazard.extend", hazard=which, until=later.isoformat(), note="缺料")
    assert fixer.outcome(asked)["outcome"] == fixer.outcome(asked)["outcome"] == "done"
    with set_up():
        assert [(str(one.pk), one.until, one.decision) for one in Extension.objects.all()] == [
            (asked["uid"], later, "")
        ]

    def applied(colour):
        act = fixer.act("hazard.apply", photos=[jpeg(colour)], role="after", hazard=which, note="已清理")
        return with_proof(fixer, act, jpeg(colour))

    assert applied("green")["outcome"] == "done"
    first = seen(cast.officer)
    back = officer.act("hazard.return", hazard=which, round=first["round"], note="还有两箱")
    assert officer.outcome(back)["outcome"] == "done" and status_of(which) == "returned"
    assert applied("blue")["outcome"] == "done"
    # Who judges must have seen what is judged: the first application is gone.
    stale = officer.outcome(officer.act("hazard.verify", hazard=which, round=first["round"]))
    assert stale["outcome"] == "refused" and "又有了新的整改" in stale["reason"]
    own = fixer.outcome(fixer.act("hazard.verify", hazard=which, note="好了"))
    assert own["outcome"] == "refused" and status_of(which) == "applied"
    assert (
        officer.outcome(officer.act("hazard.verify", hazard=which, round=seen(cast.officer)["round"]))["outcome"]
        == "done"
    )
    assert fixer.outcome(fixer.act("hazard.close", hazard=which))["outcome"] == "refused"
    assert seen(cast.officer)["door"] == "close"
    with acting(cast.officer):
        closing = officer.act("hazard.close", hazard=which, round=seen(cast.officer)["round"])
    told = officer.outcome(closing)
    assert told["outcome"] == "done" and status_of(which) == "closed", told
    assert officer.outcome(closing)["repeated"]
