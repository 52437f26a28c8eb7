"""A month of rounds through the product: what is invented is shown to the person first, and only looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import issued, owed_of, signed
from tests.oversight.watch.situations import Situations, picture
from tests.programs.inspections.situations import Situations as Visits
from weian.foundation.audit import api as audit
from weian.foundation.evidence.models import Attachment, Blob
from weian.foundation.inbox.models import Message
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.registry.models import Subject
from weian.kernel import clock
from weian.oversight.watch import api as watch
from weian.oversight.watch import deadlines, jobs, pictures, reading, urls
from weian.oversight.watch.actions import looking
from weian.oversight.watch.acts import Where
from weian.oversight.watch.estimate import Estimate
from weian.oversight.watch.pack_schema import numbers
from weian.oversight.watch.signals import scored
from weian.programs.inspections import api as inspections
from weian.programs.inspections.models import Inspection

ASKED = ("keeper", "officer", "officer_2", "director", "head", "pharmacist", "county_regulator", "regulator")
NIGHT = "2026-10-{:02}T02:40:00+08:00"


def looked(cast: Cast, day: int) -> list[watch.Signal]:
    with clock.moved_to(NIGHT.format(day)), audit.acting_as_system("提示复核") as system:
        return watch.look(cast.hospital, by=system)


def shown(cast: Cast, day: int) -> int:
    """The job of a night: nothing new, and so many are shown by now."""
    with clock.moved_to(NIGHT.format(day)):
        assert jobs.look(0) == 0
    with set_up():
        return watch.Signal.objects.filter(status=watch.SignalStatus.SHOWN).count()


def text_of(client: Client, at: str) -> str:
    return client.get(at).content.decode().replace("\u00a0", " ")


def test_an_invented_evening_in_an_honest_month_goes_from_the_person_to_a_second_look_and_no_further(
    cast: Cast, play: Situations
) -> None:
    points = play.points(6)
    play.honest_month(points)
    assert looked(cast, 16) == [], "an honest month is let alone"
    acts = play.invented_day(cast.keeper, points)
    assert looked(cast, 21) == [], "of forty checks none is told of: one would be more than one in a hundred"
    play.long_before(100)
    made = looked(cast, 21)
    assert len(made) == 1 and made[0].inspection_id in {one.pk for one in acts}
    assert {one["code"] for one in made[0].terms} >= {"pace_peer", "travel", "photo", "burst", "copied"}
    said = {one["code"]: one["said"] for one in made[0].terms}
    assert "10月20日 24 时到期，6 次里 6 次记在最后 60 分钟" in said["burst"] and "别人占 0%" in said["burst"]
    assert looked(cast, 21) == [], "that one is all that a hundred and forty may have"
    _only_the_person_sees(cast, made[0])
    _explained_then_shown_to_the_officer_and_nobody_above(cast, made[0])
    _another_looks_again_without_being_told_why(cast, play, made[0])


def _only_the_person_sees(cast: Cast, signal: watch.Signal) -> None:
    at = f"/watch/{signal.pk}/"
    with set_up():
        to = set(Message.objects.filter(kind="watch").values_list("to", flat=True))
    assert to == {cast.keeper.person.pk}
    seeing = {who for who in ASKED if client_of(getattr(cast, who)).get(at).status_code == 200}
    assert seeing == {"keeper"}
    page = text_of(client_of(cast.keeper), at)
    assert "现在只有您看得到" in page and "来不及走到" in page and "照片几乎一样" in page


def _explained_then_shown_to_the_officer_and_nobody_above(cast: Cast, signal: watch.Signal) -> None:
    at, keeper = f"/watch/{signal.pk}/", client_of(cast.keeper)
    assert keeper.post(f"{at}explanation/", {"text": ""}).status_code == 422
    assert keeper.post(f"{at}explanation/", {"text": "当晚补录白天查的"}).status_code == 302
    assert shown(cast, 22) == 0, "not before the days that content gives"
    assert shown(cast, 25) == 1
    seeing = {who for who in ASKED if client_of(getattr(cast, who)).get(at).status_code == 200}
    assert seeing == {"keeper", "officer", "officer_2", "director"}
    officer = client_of(cast.officer)
    assert "当晚补录白天查的" in text_of(officer, at) and "苗春雨" in text_of(officer, "/watch/")
    assert "苗春雨" not in text_of(client_of(cast.county_regulator), "/watch/")


def _another_looks_again_without_being_told_why(cast: Cast, play: Situations, signal: watch.Signal) -> None:
    at, officer, other = f"/watch/{signal.pk}/", client_of(cast.officer), client_of(cast.officer_2)
    assert officer.post(f"{at}relook/", {"to": cast.keeper.person.pk}).status_code == 422
    with clock.moved_to(NIGHT.format(26)):
        assert officer.post(f"{at}relook/", {"to": cast.officer_2.person.pk}).status_code == 302
    assert f'href="{at}"' in text_of(other, "/"), "it is among what falls to them today"
    page = text_of(other, at)
    assert "为什么请您看，这里不说" in page and "苗春雨" not in page and "来不及走到" not in page
    refused = other.post(f"{at}settlement/")
    assert refused.status_code == 422 and "还没有您在同一处" in refused.content.decode()
    with set_up():
        point = Inspection.objects.get(pk=signal.inspection_id).subject
        before = hazards.Hazard.objects.count()
    with clock.moved_to("2026-10-26T10:00:00+08:00"):
        play.walked(cast.officer_2, point, seconds=200, bad=tuple(play.items[:1]))
    with clock.moved_to("2026-10-26T11:00:00+08:00"):
        assert other.post(f"{at}settlement/").status_code == 302
    assert "和原记录不同" in text_of(officer, at) and f'href="{at}"' not in text_of(other, "/")
    with set_up():
        told = watch.precision(cast.hospital)
        assert (told.flagged, told.random) == (watch.Looks(1, 1), watch.Looks(0, 0)) and not told.is_better
        assert hazards.Hazard.objects.count() == before + 1, "what was found; nothing falls on the person"
    assert "按提示再查 1 次，1 次看到不同" in text_of(officer, "/watch/?view=unit")


def test_some_are_picked_by_lot_so_that_flags_can_be_measured(cast: Cast, play: Situations) -> None:
    points = play.points(4)
    with clock.moved_to("2026-10-20T10:00:00+08:00"):
        for at, point in enumerate(points):
            with clock.moved_by(timedelta(minutes=10 * at)):
                play.walked(cast.keeper, point, seconds=200)
    with clock.moved_to("2026-10-21T03:10:00+08:00"), audit.acting_as_system("随机复核") as system:
        made = watch.pick_random(cast.hospital, "2026-43", by=system)
        assert len(made) == 2
        assert not {one.pk for one in watch.pick_random(cast.hospital, "2026-44", by=system)} & {one.pk for one in made}
    at = f"/watch/{made[0].pk}/"
    assert client_of(cast.keeper).get(at).status_code == 404, "nobody is told that they were picked"
    assert "随机抽到的，没有理由" in text_of(client_of(cast.officer), at)
    with acting(cast.officer) as by:
        found = watch.Signal.objects.select_related("unit", "person").get(pk=made[0].pk)
        with pytest.raises(Refused, match="写为什么"):
            watch.drop(found, "", by=by)
        watch.drop(found, "点位已停用", by=by)
        with pytest.raises(Refused, match="现在不用安排"):
            watch.ask_relook(found, cast.officer_2.person, by=by)


def test_nobody_arranges_a_second_look_at_their_own_check(cast: Cast, play: Situations) -> None:
    point = play.points(1)[0]
    one = play.walked(cast.officer, point)
    with set_up(), audit.acting_as_system("随机复核") as system:
        signal = watch.choose([one], cast.hospital, by=system)[0]
    with acting(cast.officer) as by, pytest.raises(Refused, match="由另一人安排"):
        watch.ask_relook(signal, cast.officer_2.person, by=by)
    at = f"/watch/{signal.pk}/"
    assert client_of(cast.officer).get(at).status_code == 404, "who plans is not told of their own lot either"
    assert client_of(cast.officer_2).get(at).status_code == 200


def test_no_page_ranks_or_follows_people(cast: Cast) -> None:
    """The whole of watch: a list, the estimate, one signal and its four acts. Nothing by person or by score."""
    routes = {str(one.pattern) for one in urls.urlpatterns}
    acts = {f"<uuid:uid>/{act}/" for act in ("explanation", "relook", "dropping", "settlement")}
    assert routes == {"", "unfound/", "<uuid:uid>/", *acts}
    client = client_of(cast.officer)
    for asked in ("?sort=score", "?person=1", "?order=-score", "?view=people"):
        assert client.get(f"/watch/{asked}").content == client.get("/watch/").content or client.get(
            f"/watch/{asked}"
        ).context["rows"] == client.get("/watch/").context["rows"]  # fmt: skip
    fields = {one.name for one in watch.Signal._meta.get_fields()}
    assert not fields & {"place", "latitude", "longitude", "position", "track", "rank"}


def test_pictures_that_look_alike_are_few_bits_apart_and_others_are_not(cast: Cast, play: Situations) -> None:
    point = play.points(1)[0]
    for shade in (0, 30):
        play.walked(cast.keeper, point, photos=[picture(shade)])
    with set_up():
        one, two = (hash_ & (2**64 - 1) for hash_ in Blob.objects.values_list("dhash", flat=True))
    assert (one ^ two).bit_count() <= 3
    assert 8 <= one.bit_count() <= 56, "it says something"


def test_what_is_unfound_is_told_with_interval_and_caveat_or_not_at_all(cast: Cast, play: Situations) -> None:
    def report(who, n: int, start: int = 0) -> None:  # type: ignore[no-untyped-def]
        for at in range(start, start + n):
            with acting(who) as by:
                hazards.report(
                    uid=uuid4(), by=by, unit=cast.hospital, text="堵了", type="exit_sign", place=f"{at} 号楼梯"
                )

    report(cast.officer, 8)
    report(cast.county_regulator, 4, start=5)
    client = client_of(cast.officer)
    assert "数据不够" in text_of(client, "/watch/unfound/"), "three in common are too few"
    report(cast.county_regulator, 3)
    with set_up():
        told = watch.unfound(cast.hospital)
    estimate = told.estimate
    assert (estimate.own, estimate.other, estimate.both, told.enough) == (8, 7, 6, True)
    assert estimate.unfound == pytest.approx(9 * 8 / 7 - 1 - 9)
    page = text_of(client, "/watch/unfound/")
    assert "95% 的把握" in page and "往往比这里多" in page and "不能拿来给单位排名次" in page
    above = client_of(cast.county_regulator)
    assert "白鹭县人民医院" in text_of(above, f"/watch/unfound/?unit={cast.hospital.pk}")
    assert above.get(f"/watch/unfound/?unit={cast.neighbour_hospital.pk}").status_code == 404
    assert client_of(cast.keeper).get("/watch/unfound/").status_code == 404


def test_a_sealed_visit_shows_in_no_signal_and_no_estimate_before_the_unit_is_told(
    cast: Cast, play: Situations
) -> None:
    points = play.points(6)
    play.invented_day(cast.keeper, points)
    play.long_before(100)
    kind = next(item.hazard_type for item in play.sheet.items if item.hazard_type)
    visits = Visits(cast)
    with clock.moved_to("2026-10-20T23:58:00+08:00"):
        seen = [visits.finding(type=kind, place=f"点位{at}") for at in range(6)]
        visit = visits.held(*seen, first_day=clock.today(), last_day=clock.today())
    made = looked(cast, 21)
    assert made and not {"contradicted"} & {term["code"] for one in made for term in one.terms}
    assert contradictions(cast, 21) == [] and estimated(cast).other == 0
    with clock.moved_to("2026-10-22T09:00:00+08:00"):
        with acting(cast.regulator_2) as by:
            inspections.release(visit, by=by, note="证据清楚")
        with acting(cast.officer) as by:
            inspections.sign(visit, by=by)
        with acting(cast.regulator_2) as by:
            inspections.close(visit, by=by)
    said = contradictions(cast, 23)
    assert len(said) == 6 and all("上级或外单位随后发现这里说正常的" in one for one in said), (
        "once it is told it counts"
    )
    assert estimated(cast).other == 6
    with clock.moved_to(NIGHT.format(23)), set_up():
        again = looking._fresh(cast.hospital)
    assert len(again) == 5, "what was written down before is looked at again, but for what has its signal"


def contradictions(cast: Cast, day: int) -> list[str]:
    """What a night could say of checks that a visit found to be otherwise."""
    with clock.moved_to(NIGHT.format(day)), set_up():
        acts = reading.acts_of(cast.hospital, clock.now() - timedelta(days=30))
        said = [term.said for one in scored(acts, numbers()) for term in one.terms]
        return [one for one in said if one.startswith("上级或外单位")]


def estimated(cast: Cast) -> Estimate:
    with set_up():
        return watch.unfound(cast.hospital).estimate


def test_one_photo_of_two_hospitals_is_told_to_both_and_neither_learns_whose_it_was(
    cast: Cast, play: Situations, django_assert_max_num_queries: Any
) -> None:
    other = Situations(cast, cast.neighbour_hospital, cast.outsider_officer)
    (mine,), (theirs,) = play.points(1), other.points(1)
    with clock.moved_to("2026-10-05T10:00:00+08:00"):
        first = other.walked(cast.outsider_officer, theirs, photos=[picture()])
    with clock.moved_to("2026-10-13T10:00:00+08:00"):
        innocent = play.walked(cast.keeper, mine, photos=[picture(7, turned=80)])
        copied = play.walked(cast.keeper, mine, photos=[picture(1)])
    with clock.moved_to(NIGHT.format(14)), set_up():
        with django_assert_max_num_queries(4):
            found = pictures.seen_of([copied.pk, innocent.pk, first.pk])
        assert {uid: {one.where for one in seen} for uid, seen in found.items()} == {
            copied.pk: {Where.OTHER_UNIT}, first.pk: {Where.OTHER_UNIT},
        }  # fmt: skip
        assert pictures.copied_since(clock.now() - looking.FRESH) == {cast.neighbour_hospital: {first.pk}}
    said = [heard(cast.hospital, copied.pk), heard(cast.neighbour_hospital, first.pk)]
    assert said == ["有照片和另一家单位检查时传的几乎一样"] * 2


def heard(hospital: Unit, uid: UUID) -> str:
    """What a night says of the photos of one check."""
    with clock.moved_to(NIGHT.format(14)), set_up():
        acts = reading.acts_of(hospital, clock.now() - timedelta(days=30), [uid])
        terms = next(one.terms for one in scored(acts, numbers()) if one.act.uid == uid)
        return next(term.said for term in terms if term.code == "photo")


def test_a_photo_of_years_ago_is_known_again(cast: Cast, play: Situations) -> None:
    point = play.points(1)[0]
    with clock.moved_to("2026-10-02T10:00:00+08:00"):
        old = play.walked(cast.keeper, point, photos=[picture()])
    with set_up():
        Attachment.objects.filter(owner_uid=old.pk).update(received_at="2024-03-05T10:00:00+08:00")
        Inspection.objects.filter(pk=old.pk).update(started_at="2024-03-05T10:00:00+08:00")
    with clock.moved_to("2026-10-13T10:00:00+08:00"):
        new = play.walked(cast.officer, point, photos=[picture(1)])
    assert heard(cast.hospital, new.pk) == "有照片和同一处先前2024年3月5日的几乎一样"


def test_a_check_taken_for_a_notice_answers_its_day_as_well_as_the_round(cast: Cast, play: Situations) -> None:
    """The burst before the day of a report: what a task was answered with knows until when it was due."""
    point = play.points(1)[0]
    with clock.moved_to("2026-10-05T10:00:00+08:00"):
        document = issued(cast, kind="inspection", title="节前自查并报送", due=date(2026, 10, 20))
        signed(cast, document)
    with clock.moved_to("2026-10-20T23:30:00+08:00"):
        one = play.walked(cast.officer, point, mode="self")
        with acting(cast.officer) as by:
            owed = owed_of(document, cast.hospital)
            duties.answer_with(owed, uuid5(one.pk, str(cast.hospital.pk)), by=by)
    with set_up():
        due = deadlines.dues_of([one], {one.pk: one.ended_at}, Subject.objects.select_related("unit").in_bulk([point]))
    assert [(f"{x.begin:%m-%d %H}", f"{x.end:%m-%d %H}") for x in due[one.pk]] == [
        ("10-20 00", "10-21 00"), ("10-05 00", "10-21 00"),
    ]  # fmt: skip
    assert [x.title for x in due[one.pk]] == ["本级规定", "节前自查并报送"]
