"""Home: each post finds its acts, sees what is red and what waits for others, and nobody sees more than they may."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import issued, owed_of, signed
from tests.ground.hazards.situations import MONDAY, Situations, picture
from tests.programs.campaigns.situations import DAY
from tests.programs.campaigns.situations import Situations as Notices
from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.people import api as people
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.kernel import clock, memo
from weian.kernel.actor import System
from weian.portal.desk.home import home_of
from weian.programs.inspections import api as inspections

MOST_QUESTIONS, MOST_WITH_FRAME = 24, 30
PLUMBING = r"(SAVEPOINT|RELEASE|SET|BEGIN|COMMIT)"
EVERYBODY = [
    "province_regulator", "regulator", "commission_leader", "county_regulator", "director", "officer", "head", "keeper",
    "pharmacist", "dentist", "outsider", "city_officer", "system_admin", "security_admin", "audit_admin",
]  # fmt: skip


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def home(viewer, path="/"):
    answer = client_of(viewer).get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def acts(page):
    """(group, title, verb) of each act."""
    found = []
    for key, section in re.findall(r'<section class="wa-group" id="(\w+)".*?>(.*?)</section>', page, re.DOTALL):
        for row in re.findall(r"<article.*?</article>", section, re.DOTALL):
            title = re.search(r"<h3><a [^>]*>(.*?)</a>", row)[1]
            verb = re.search(r'<a class="wa-btn[^>]*>(.*?)<span', row)[1]
            found.append((key, title, verb))
    return found


def lead(page):
    text = re.search(r'<div class="wa-head-words"><h1>.*?</h1>\s*<p>(.*?)</p>', page, re.DOTALL)[1]
    return re.sub(r"<[^>]+>", "", text).strip()


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_home_with_nothing_to_do_says_so(cast, role):
    page = home(getattr(cast, role))
    assert acts(page) == []
    assert lead(page) == "没有轮到你的事。"
    assert "没有红项。" in page and "没有等别人的事。" in page


def test_the_sentence_counts_today_late_and_waiting_and_each_figure_opens(cast, play):
    play.reported(text="走廊堆放床垫")
    play.assigned(text="药库门锁闭")
    with clock.moved_to(MONDAY + timedelta(days=40)):
        officer, pharmacist = home(cast.officer), home(cast.pharmacist)
    assert acts(officer) == [("open", "走廊堆放床垫", "定级")]
    assert lead(officer) == "今天 1 件；另有 1 件在等别人。"
    assert 'href="#waits">1 件</a>' in officer and 'id="waits"' in officer
    assert acts(pharmacist) == [("late", "药库门锁闭", "整改")]
    assert lead(pharmacist) == "今天 1 件，其中 1 件逾期；另有 1 件在等别人。"  # of her department, to be graded
    assert 'href="#late">1 件逾期</a>' in pharmacist and 'id="late"' in pharmacist


def test_a_hazard_moves_from_home_to_home_as_its_turn_moves(cast, play):
    hazard = play.assigned()

    def whose():
        with clock.moved_to(play.day):
            return [role for role in ("officer", "pharmacist", "keeper", "head") if acts(home(getattr(cast, role)))]

    assert whose() == ["pharmacist"]
    with play.step(cast.pharmacist) as pharmacist:
        hazards.rectify(hazard, by=pharmacist, note="已联系")
        hazards.apply(hazard, by=pharmacist, note="已拆", photos=[hazards.Photo(picture(), role="after")])
    assert whose() == ["officer"]
    with play.step(cast.officer) as officer:
        hazards.verify(hazard, by=officer, note="看过")
        hazards.close(hazard, by=officer)
    assert whose() == []


def test_what_is_open_in_reach_is_either_mine_or_waits_for_others(cast, play):
    play.reported()
    play.graded()
    play.assigned()
    play.applied()
    play.closed()
    for role in ("officer", "officer_2", "director"):
        viewer = getattr(cast, role)
        with acting(viewer):
            counts = hazards.desk_counts(viewer)
            in_reach = hazards.Hazard.objects.visible_to(viewer).open().count()
        assert counts["mine"] + counts["waiting"] == in_reach == 4, role


def test_a_request_for_help_comes_to_the_home_of_the_level_above(cast):
    document = issued(cast, domain="fire", due=clock.today() + timedelta(days=30))
    signed(cast, document)
    with acting(cast.officer) as officer:
        asked = duties.ask_help(owed_of(document, cast.hospital), "没有师资。", uid=uuid4(), by=officer)
    assert ("open", "报送工作开展情况", "答复") in acts(home(cast.county_regulator))
    with acting(cast.county_regulator) as county:
        duties.answer_help(asked, "下周派人。", by=county)
    assert "答复" not in [verb for _, _, verb in acts(home(cast.county_regulator))]


def test_a_notice_to_sign_then_its_task_then_the_review_above(cast):
    document = issued(cast, domain="fire", due=clock.today() + timedelta(days=30))
    assert [(title, verb) for _, title, verb in acts(home(cast.officer))] == [(f"《{document.title}》", "签收")]
    signed(cast, document)
    assert [(title, verb) for _, title, verb in acts(home(cast.officer))] == [("报送工作开展情况", "办理")]
    with acting(cast.officer) as officer:
        one = owed_of(document, cast.hospital)
        task = duties.start(one, by=officer)
        spec = duties.RecordSpec(kind="report", title="情况", happened_on=clock.today(), text="已开展。", facts={})
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
    page = home(cast.officer)
    assert acts(page) == [] and "审核：报送工作开展情况" in page
    assert [act for act in acts(home(cast.county_regulator)) if act[2] == "审核"] == [
        ("open", "报送工作开展情况", "审核")
    ]


def test_a_task_without_a_day_stands_below_and_is_not_counted_for_today(cast):
    signed(cast, issued(cast, domain="fire"))
    page = home(cast.officer)
    assert acts(page) == [("lasting", "报送工作开展情况", "办理")]
    assert lead(page) == "今天没有要办的，以后还有 1 件。"


def test_a_notice_that_waits_for_confirmation_is_an_act_of_its_desk_only(cast):
    play = Notices(cast)
    campaign = play.read()
    with clock.moved_to(DAY):
        mine, colleague, county = (
            home(getattr(cast, role)) for role in ("regulator", "regulator_2", "county_regulator")
        )
    waiting = campaign.proposals.waiting().count()
    assert waiting and f"还有 {waiting} 处待确认" in mine and "确认" in {verb for _, _, verb in acts(mine)}
    assert acts(colleague) == acts(mine)
    assert acts(county) == [] and campaign.title not in county


def test_unsigned_receipts_turn_red_for_the_sender_once_their_day_is_over(cast):
    document = issued(cast)
    with acting(cast.county_regulator):
        due = max(documents.Receipt.objects.filter(document=document).values_list("due", flat=True))
    with clock.moved_to(due):
        before = home(cast.county_regulator)
    with clock.moved_to(due + timedelta(days=1)):
        after = home(cast.county_regulator)
    assert "签收：《" in before and "超期没签收" not in before
    assert "2 家超期没签收" in after and f"/documents/{document.pk}/?receipts=sent" in after
    assert "超期没签收" not in home(cast.regulator)


def test_a_major_hazard_is_red_for_all_above_it_and_for_nobody_else(cast, play):
    hazard = play.assigned(grade="major", text="安全出口被封堵")
    sees = {
        role
        for role in EVERYBODY
        if str(hazard.pk) in home(getattr(cast, role)) and "重大隐患" in home(getattr(cast, role))
    }
    assert sees == {
        "province_regulator", "regulator", "commission_leader", "county_regulator", "director", "officer", "pharmacist",
        "keeper",
    }  # fmt: skip


def test_a_long_group_shows_its_first_rows_and_opens_to_all(cast, play):
    for number in range(14):
        play.reported(text=f"隐患之{number:02d}")
    short, whole = home(cast.officer), home(cast.officer, "/?open=open")
    assert len(acts(short)) == 10 and "展开另 4 件" in short and 'href="?open=open#open"' in short
    assert len(acts(whole)) == 14 and "展开另" not in whole
    assert lead(short).startswith("今天 14 件")


def test_exactly_one_act_is_marked_as_next(cast, play):
    play.reported()
    play.reported()
    assert home(cast.officer).count("wa-act is-next") == 1


@pytest.mark.parametrize("role", ["officer", "regulator", "keeper"])
def test_a_home_takes_as_many_queries_for_many_things_as_for_few(cast, play, role):
    viewer, asked, whole = getattr(cast, role), [], []
    for round_ in range(2):
        for _ in range(1 + 5 * round_):
            play.reported()
            play.assigned(grade="major")
            issued(cast)
        with acting(viewer):
            home_of(viewer)  # a process reads the packs once
        # As a page, which only reads: what was asked once is not asked again.
        with acting(viewer), memo.opened(read_only=True), CaptureQueriesContext(connection) as queries:
            found = home_of(viewer)
            _ = found.groups(), found.watch.reds, found.watch.waits, found.watch.red_total, found.watch.wait_total
        asked.append([one["sql"] for one in queries])
        client = client_of(viewer)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        whole.append([one["sql"] for one in queries if not re.match(PLUMBING, one["sql"])])
    assert len(asked[0]) == len(asked[1]) <= MOST_QUESTIONS, "\n".join(asked[1])
    assert len(whole[0]) == len(whole[1]) <= MOST_WITH_FRAME, "\n".join(whole[1])


def test_open_rounds_are_one_act_and_a_visit_waits_for_whoever_is_to_make_it(cast):
    with acting(cast.officer) as officer:
        registry.add(
            uid=uuid4(), by=officer, unit=cast.hospital, type="power_room", name="地下配电室", post=officer.post
        )
    today, lead = clock.today(), cast.county_regulator
    with acting(lead):
        inspections.plan(
            inspections.PlanSpec(
                uid=uuid4(), title="冬季专项督查", mode="surprise", first_day=today, last_day=today,
                units=[cast.hospital], team=[lead.person],
            ),
            by=lead,
        )  # fmt: skip
    assert "巡查 1 处" in home(cast.officer) and "地下配电室" in home(cast.officer)
    assert "密封的检查" in home(lead)
    assert "密封的检查" not in home(cast.officer)


def test_the_desk_of_a_new_instance_says_what_comes_first(cast: Cast) -> None:
    with clock.moved_to("2020-01-20"), set_up():
        lonely = org.add_unit(
            by=System("测试"),
            parent=cast.province,
            kind="commission",
            level="city",
            name="新港市卫生健康委员会",
            region=970300,
        )
        person = people.add_person(by=System("测试"), unit=lonely, name="顾远")
        post = people.add_post(by=System("测试"), unit=lonely, reach=lonely, title="安全监管岗", post_class="regulator")
        people.appoint(person, post, by=System("测试"), since=clock.today())
        people.open_account(person, "guyuan", by=System("测试"))
        found = people.viewer_for(person)
    assert found is not None
    with clock.moved_to("2020-01-20"):
        told = client_of(found).get("/").content.decode()
        assert "还没有下级单位" in told and 'href="/accounts/units/"' in told
        assert "还没有下级单位" not in client_of(cast.outsider).get("/").content.decode()
    with clock.moved_to("2020-06-20"):
        assert "现在没有轮到你的事" in client_of(found).get("/").content.decode()
