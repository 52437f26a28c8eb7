"""预演: what a notice would cost is known before it goes out; above the budget two people sign; then it is compared."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import CITY, DAY, Situations
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.duties.models import Answer, Obligation, Record, Task
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign, Proposal, Rehearsal
from weian.programs.campaigns.rehearsing import asks
from weian.programs.campaigns.rehearsing import forecast as rehearsing
from weian.programs.campaigns.rehearsing.forecast import Forecast, burden, forecast
from weian.programs.inspections import api as inspections


def rehearsed(play: Situations, campaign: Campaign) -> Forecast:
    with play.acting(play.cast.regulator):
        return forecast(campaign)


def page_of(campaign: Campaign, who: object) -> str:
    with clock.moved_to(DAY):
        answer = client_of(who).get(f"/notices/{campaign.pk}/rehearsal/")  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def tight(monkeypatch: pytest.MonkeyPatch, minutes: int = 60) -> None:
    budget = rehearsing.budget().model_copy(update={"minutes": minutes})
    monkeypatch.setattr(rehearsing, "budget", lambda: budget)


def test_posts_are_found_in_sql_as_one_by_one(play: Situations, cast: Cast) -> None:
    """Hospitals with departments, a post corrected by hand, a unit of one person, one without anybody."""
    with set_up():
        duties.Routing(domain="power", post=cast.pharmacist.post).at(cast.hospital).save()
        nobody = org.add_unit(
            by=cast.system_admin, parent=cast.county, kind="institution", level="county", type="clinic", name="空诊所",
            region=970121,
        )  # fmt: skip
    units = [cast.county, cast.hospital, cast.clinic, cast.city_hospital, cast.neighbour_hospital, cast.center, nobody]
    domains = ["fire", "hazmat", "management", "power", "security"]
    with acting(cast.regulator):
        routes = duties.routes(units, domains)
        shapes = duties.shapes(Unit.objects.filter(pk__in=[one.pk for one in units]), domains)
    wanted: dict[tuple[str, object], set[str]] = {}
    for unit in units:
        for domain in domains:
            post = routes.get((unit.pk, domain))
            wanted.setdefault((unit.kind, post.pk if post else ("nobody", unit.pk)), set()).add(domain)
    alike = sorted((kind, not isinstance(post, tuple), sorted(handled)) for (kind, post), handled in wanted.items())
    assert alike == sorted(
        (one.sort.kind, one.has_post, sorted(one.domains)) for one in shapes for _ in range(one.count)
    )
    assert ("institution", False, sorted(domains)) in alike and len(alike) > 8


def test_it_counts_units_posts_tasks_and_minutes_of_each_line(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    found = rehearsed(play, campaign)
    lines = list(campaign.proposals.accepted())
    to_commissions = sum("commission" in one.to_kinds for one in lines)
    to_institutions = sum("institution" in one.to_kinds for one in lines)
    assert (found.units, found.tasks) == (4, 2 * to_commissions + 2 * to_institutions)
    assert found.minutes == sum(one.units * one.times * one.minutes for one in found.lines)
    assert found.posts == 6  # two commissions' desks, the city hospital's officer, three posts of the county hospital
    drill = next(one for one in found.lines if one.uid == str(play.line(campaign, "消防水泵房").pk))
    assert drill.usual and drill.units == 4
    with play.acting(cast.regulator):
        assert burden(campaign).minutes == found.minutes  # nothing took its own time yet: the same beside the lines
    page = page_of(campaign, cast.regulator)
    assert "预演" in page and "默认" in page and f">{found.tasks}<" in page


def test_one_off_work_is_spread_until_it_is_due_and_what_repeats_falls_into_its_week() -> None:
    class Line:
        kind, domain, to_kinds, by_day, times, every = "plan", "fire", ["institution"], "", None, ""
        to_types, to_grades, size, due_event = (), (), "", ""
        due: date | None = date(2026, 12, 11)

    monday = date(2026, 11, 23)
    once = asks.ask_of(Line(), 120, monday, None)
    assert once.load == {date(2026, 11, 23): 40, date(2026, 11, 30): 40, date(2026, 12, 7): 40}
    Line.every, Line.by_day, Line.due = "P1M", "D25", date(2027, 1, 31)
    monthly = asks.ask_of(Line(), 30, monday, None)
    assert monthly.due == {date(2026, 11, 25), date(2026, 12, 25), date(2027, 1, 25)} and monthly.times == 3
    Line.every, Line.by_day, Line.due = "P1D", "", date(2026, 12, 6)
    assert asks.ask_of(Line(), 10, monday, None).load == {date(2026, 11, 23): 70, date(2026, 11, 30): 70}
    Line.every, Line.due = "PT2H", date(2026, 11, 24)
    rounds = asks.ask_of(Line(), 20, monday, None)
    assert (rounds.times, rounds.load) == (24, {date(2026, 11, 23): 480})
    Line.every, Line.due = "", None
    assert asks.ask_of(Line(), 10, monday, None).load == {}


def test_evidence_that_still_holds_is_counted_and_old_evidence_is_not(play: Situations, cast: Cast) -> None:
    earlier = play.published()
    campaign = play.read(CITY.replace("34号", "35号"))
    with play.acting(cast.regulator) as by:
        api.set_addressees(campaign, groups=["direct"], named=[cast.hospital.pk], by=by)
    line = campaign.proposals.get(order=play.line(campaign, "消防水泵房").order)
    before = next(one for one in rehearsed(play, campaign).lines if one.uid == str(line.pk)).answered
    with set_up(), clock.moved_to(DAY):
        twin = Obligation.objects.filter(campaign=earlier.pk, kind=line.kind, domain=line.domain).first()
        task = Task(obligation=twin, status="accepted", started_at=clock.now()).at(cast.hospital)
        task.save()
        record = Record(
            kind=line.kind, title="已做", happened_on=date(2026, 11, 20), by=cast.officer.person, made_at=clock.now()
        ).at(cast.hospital)
        record.save()
        Answer(task=task, record=record, made_at=clock.now()).at(cast.hospital).save()
    found = next(one for one in rehearsed(play, campaign).lines if one.uid == str(line.pk))
    assert (before, found.answered) == (0, 1)
    with set_up():
        Record.objects.filter(pk=record.pk).update(happened_on=date(2024, 1, 1))
    assert next(one for one in rehearsed(play, campaign).lines if one.uid == str(line.pk)).answered == 0


def test_a_running_campaign_at_the_same_posts_in_the_same_weeks_is_named(play: Situations, cast: Cast) -> None:
    earlier = play.published()
    campaign = play.read(CITY.replace("34号", "35号"))
    with play.acting(cast.regulator) as by:
        api.set_addressees(campaign, groups=["direct"], named=[cast.hospital.pk], by=by)
    found = rehearsed(play, campaign).collisions
    assert [(one.uid, one.units) for one in found] == [(str(earlier.pk), 2)]
    assert found[0].posts == 4 and found[0].same_day > 0 and found[0].weeks
    assert earlier.title in page_of(campaign, cast.regulator)
    with set_up():
        Campaign.objects.filter(pk=earlier.pk).update(status="closed")
    assert rehearsed(play, campaign).collisions == []


def test_above_the_budget_a_second_person_signs_for_a_reason(
    play: Situations, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight(monkeypatch)
    campaign = play.addressed(signed=False)
    first, second = client_of(cast.regulator), client_of(cast.regulator_2)
    at = f"/notices/{campaign.pk}"
    with clock.moved_to(DAY):
        refused = first.post(f"{at}/issuing/")
        assert refused.status_code == 422 and "超出预算" in refused.content.decode()
        assert first.post(f"{at}/rehearsal/countersignature/").status_code == 422  # nobody asked yet
        assert first.post(f"{at}/rehearsal/signature-request/", {"why": ""}).status_code == 422
        assert first.post(f"{at}/rehearsal/signature-request/", {"why": "省里要求年前完成"}).status_code == 302
        own = first.post(f"{at}/rehearsal/countersignature/")
        assert own.status_code == 422 and "会签要由另一个人签" in own.content.decode()
        assert first.post(f"{at}/issuing/").status_code == 422
        # Whoever is to sign has it at home, with the reason; who asked sees that it waits for another.
        home = second.get("/").content.decode()
        assert "等您会签：省里要求年前完成" in home and f"{at}/rehearsal/" in home
        assert "等本单位另一人会签" in first.get("/").content.decode()
        assert client_of(cast.commission_leader).post(f"{at}/rehearsal/countersignature/").status_code == 404
        assert second.post(f"{at}/rehearsal/countersignature/").status_code == 302
        assert first.post(f"{at}/issuing/").status_code == 302
    kept = Rehearsal.objects.get(campaign=campaign)
    assert (kept.asked_by, kept.signed_by) == (cast.regulator.person.pk, cast.regulator_2.person.pk)
    assert kept.forecast["over"] > 0
    assert Event.objects.get(verb="rehearsal.asked").why == "省里要求年前完成"
    with set_up():
        assert list(audit.faults()) == []


def test_what_is_changed_after_the_signature_needs_it_anew(
    play: Situations, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight(monkeypatch)
    campaign = play.addressed()
    with play.acting(cast.regulator):
        api.ask_signature(campaign, why="年前完成", by=cast.regulator)
        api.countersign(campaign, by=cast.regulator_2)
        api.set_addressees(campaign, groups=["level.county"], named=[], by=cast.regulator)
        with pytest.raises(Refused, match="超出预算"):
            api.publish(campaign, by=cast.regulator)
    assert "内容改过，要重新申请" in page_of(campaign, cast.regulator)


def test_afterwards_the_forecast_as_issued_stands_beside_what_happened(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    kept = Rehearsal.objects.get(campaign=campaign).forecast
    with set_up(), clock.moved_to("2026-12-20T09:00"):
        for one in Obligation.objects.filter(campaign=campaign.pk, composite="five_ones", part__lte=2):
            now = clock.now()
            Task(obligation=one, status="accepted", started_at=now, accepted_at=now).at(cast.hospital).save()
    page = page_of(campaign, cast.regulator)
    assert kept["units"] == 4 and "实际" in page
    assert "开始 2，提交 2，完成 2" in page and "下面各级没有新增要求" in page
    assert client_of(cast.county_regulator).get(f"/notices/{campaign.pk}/rehearsal/").status_code == 404


def test_the_statements_do_not_grow_with_units_or_lines(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    client = client_of(cast.regulator)

    def asked() -> int:
        with clock.moved_to(DAY), CaptureQueriesContext(connection) as queries:
            assert client.get(f"/notices/{campaign.pk}/rehearsal/").status_code == 200
        return len(queries)

    asked()  # the first page of a session notes when it was seen
    few = asked()
    with play.acting(cast.regulator):
        api.set_addressees(campaign, groups=["level.county", "direct", "all"], named=[], by=cast.regulator)
        for line in list(campaign.proposals.accepted()):
            line.pk, line.order = uuid4(), line.order + 100
            line.save(force_insert=True)
    assert asked() == few <= 40


def test_from_five_cases_on_the_own_median_is_the_minutes_and_its_source_is_printed(
    play: Situations, cast: Cast
) -> None:
    campaign = play.published()
    told = {"title": "培训", "topic": "用电安全", "expected": "1", "happened_on": "2026-11-23", "text": "讲了一课"}
    line = Obligation.objects.get(campaign=campaign.pk, kind="training", part=4)
    where = f"/tasks/{line.pk}/{cast.hospital.pk}"
    with play.acting(cast.officer) as by:
        documents.sign(documents.receipt_of(campaign.document, cast.hospital), by=by)
    second = play.read(CITY.replace("34号", "35号"))
    with play.acting(cast.regulator) as by:
        api.set_addressees(second, groups=[], named=[cast.hospital.pk], by=by)

    def cost() -> tuple[int, int]:
        found = next(one for one in rehearsed(play, second).lines if one.title == line.title)
        return found.minutes, found.cases

    default = cost()
    assert "登记用时" not in page_of(second, cast.regulator) and "底数不清" in page_of(campaign, cast.regulator)
    client = client_of(cast.officer)
    for number, took in enumerate(("200", "30", "50", "40", "45"), 1):
        with clock.moved_to(DAY):
            sent = client.post(f"{where}/records/", {**told, "took": took, "request_id": str(uuid4())})
        assert sent.status_code == 302, sent.content.decode()
        assert cost() == (default if number < 5 else (45, 5))
    assert default[1] == 0 and "近一年 5 次的中位数" in page_of(second, cast.regulator)
    # Weekly until Wednesday is weekly: no round, though it has three days.
    with set_up():
        Proposal.objects.filter(campaign=second, title=line.title).update(every="P1W", by_day="W3")
    assert cost() == (45, 5)
    # What it took stands beside what was foreseen when the notice went out.
    happened = page_of(campaign, cast.regulator).replace("&nbsp;", " ")
    assert (
        "实际 45（5 次）" in happened
        and "（5 次登记了用时，这几次预演是 10 小时）" in happened
        and "6.1 小时" in happened
    )


def test_a_check_tells_by_itself_how_long_it_took(play: Situations, cast: Cast) -> None:
    began = clock.now() - timedelta(days=3)
    with acting(cast.officer) as by:
        for minutes in (20, 30, 40, 70, 90, 5_000):  # the last was left open on some device
            inspections.submit(
                uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="查了", started_at=began,
                ended_at=began + timedelta(minutes=minutes),
            )  # fmt: skip
        found = duties.history(began.date() - timedelta(days=1))
    assert found == {("inspection", "institution", False): duties.Spent(40, 5)}
