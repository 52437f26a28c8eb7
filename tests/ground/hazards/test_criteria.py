"""判定: the records first, only the unknown is asked; a major verdict cites its clause and is not graded away alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.audit import api as audit
from weian.foundation.packs import api as packs
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Grade, Hazard, Mark
from weian.ground.hazards.criteria import judging, knowing, schema
from weian.ground.hazards.models import Judgement, Regrade
from weian.ground.registry import api as registry
from weian.kernel import clock


def judged(play: Any, hazard: Hazard, **answers: str) -> Judgement:
    with play.step(play.cast.officer) as officer:
        return hazards.judge(hazard, answers, uid=uuid4(), by=officer)


def test_what_records_know_is_not_asked_and_the_verdict_keeps_its_clause_and_pack(play, cast):
    hazard = play.reported(type="exit_locked")
    page = client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
    # The type of the hazard and of the hospital say the rest.
    assert re.findall(r'name="((?:fact|which)_\w+)" value="yes"', page) == ["fact_cannot_fix_now"]
    assert "依据：消防法 第二十八条（待核）" in page
    made = judged(play, hazard, cannot_fix_now="yes", crowded="no")
    assert made.verdict == "major"
    assert made.facts["crowded"] == {"v": "yes", "by": "record"}  # an answer does not overrule a record
    assert [(one["source"], one["clause"], one["verified"]) for one in made.criteria] == [
        ("消防法", "第二十八条", False)
    ]
    assert made.criteria[0]["pack"] == "hazards/criteria 2"
    assert hazard.grade == Grade.MAJOR and hazard.has(Mark.JUDGED)
    page = client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
    assert "判定为重大隐患" in page and "消防法 第二十八条" in page and "待核" in page


def test_what_is_not_clear_stays_undecided_and_grades_nothing(play, cast):
    hazard = play.reported(type="exit_locked")
    made = judged(play, hazard)
    assert made.verdict == "undecided" and "cannot_fix_now" in made.open_facts
    assert hazard.grade == "" and not hazard.has(Mark.JUDGED)
    everything = {one.code: "no" for one in schema.facts().values()}
    assert judged(play, hazard, **everything).verdict == "not_major"


def test_a_broken_pump_is_judged_by_three_questions_that_follow_one_another(play, cast):
    hazard = play.assigned(type="fire_facility", text="消防水泵不能启动")  # cannot be put right at once: said then
    at, desk, asked = f"/hazards/{hazard.uid}/", client_of(cast.officer), []
    with clock.moved_to(play.day):
        while (page := desk.get(at).content.decode()) and len(asked) < 9:
            names = set(re.findall(r'name="((?:fact|which)_\w+)"', page))
            asked.append(sorted(names))
            answer = {"fact_alarm_off": "no", "which_f4": ["smoke_bad", "signs_bad"], "which_f5": ["none"]}
            sent = {name: answer[name] for name in names}
            if names == {"which_f5"}:
                refused = desk.post(f"{at}judgement/", {"which_f5": ["none", "power_bad"]})
                assert refused.status_code == 422 and "不能再选别的" in refused.content.decode()
                assert "fact_smoke_bad" not in page and 'value="smoke_bad"' not in page  # answered with the list before
            assert desk.post(f"{at}judgement/", sent).status_code == 302
            with set_up():
                if Judgement.objects.filter(hazard=hazard).exclude(verdict="undecided").exists():
                    break
        told = desk.get(at).content.decode()
        assert "判定结论：不属重大隐患" in told and "重新判定是否重大" in told and "接着答下面一问" not in told
    assert asked == [["fact_alarm_off"], ["which_f4"], ["which_f5"]]
    with set_up():
        last = Judgement.objects.filter(hazard=hazard).exclude(verdict="undecided").get()
        assert (last.verdict, last.facts["cannot_fix_now"]) == ("not_major", {"v": "yes", "by": "record"})
        assert last.facts["signs_bad"] == {"v": "yes", "by": "person"}
        assert [one.verb for one in audit.history(hazard.pk)].count("hazard.judged") == 1, "told once"
    easy = play.graded(type="fire_facility")
    with play.step(cast.officer) as by:
        hazards.assign(easy, play.elements(at_once=True, plan="", interim_measure=""), by=by)
    with acting(cast.officer) as by:
        hazards.judge(easy, {"alarm_off": "no"}, uid=uuid4(), by=by)
        assert easy.judgements.get().verdict == "not_major", "what can be put right at once counts for no composite"


def test_what_nobody_knows_is_passed_over_and_asked_again_when_all_else_was(play, cast):
    hazard = play.assigned(type="fire_facility")
    steps = []
    for answers in ({"alarm_off": "unknown"}, {}, {}):
        with play.step(cast.officer) as by:
            hazards.judge(hazard, answers, uid=uuid4(), by=by)
            step = knowing.next_step(hazard, knowing.under_way(hazard))
            steps.append(step.criterion.code)
            if step.counts:
                hazards.judge(hazard, dict.fromkeys(step.facts, "no"), uid=uuid4(), by=by)
                steps[-1] += "!"
    assert steps == ["f4!", "f5!", "e2"]


def test_the_place_of_the_register_answers_by_its_fields_and_an_empty_field_says_nothing(play, cast):
    places = Places(cast)
    with clock.moved_to(play.day):
        over = (play.day - timedelta(days=3)).isoformat()
        chamber = {"type": "hyperbaric", "post": cast.officer.post}
        past = places(name="一号舱", fields={"next_test": over}, **chamber)
        fine = places(name="二号舱", fields={"next_test": (play.day + timedelta(days=300)).isoformat()}, **chamber)
        silent = places("gas_point", "食堂燃气间", fields={"gas": "管道天然气"})
        bare = places("gas_point", "配餐间", fields={"gas": "管道天然气", "alarm": "否"})
        for place, type, fact in (
            (past, "hyperbaric", "oxygen_chamber_bad"), (fine, "hyperbaric", ""),
            (silent, "gas_pipe", ""), (bare, "gas_pipe", "gas_alarm_missing"),
        ):  # fmt: skip
            hazard = play.reported(type=type, subject=place)
            with acting(cast.officer):
                known = knowing.known(Hazard.objects.get(pk=hazard.pk))
            assert [code for code, value in known.items() if value == "yes" and code != "crowded"] == [fact] * bool(
                fact
            )
        hazard = play.reported(type="hyperbaric", subject=past)
    made = judged(play, hazard)
    assert (made.verdict, made.criteria[0]["clause"]) == ("major", "第三十三条、第四十条")


def test_composite_elements_are_counted_and_what_can_be_put_right_at_once_is_not(cast):
    fire = schema.criteria()["f4"]
    two = {"crowded": "yes", "cannot_fix_now": "yes", "signs_bad": "yes", "bars_on_way": "yes"}
    assert judging.holds(fire, two) == "unknown"
    rest = dict.fromkeys(set(fire.of) - set(two), "no")
    assert judging.holds(fire, {**two, **rest}) == "no"
    assert judging.holds(fire, {**two, "smoke_bad": "yes"}) == "yes"
    assert judging.holds(fire, {**two, "smoke_bad": "yes", "cannot_fix_now": "no"}) == "no"


def test_every_fact_of_every_criterion_can_be_asked_and_the_unchecked_are_marked(cast):
    facts, criteria = schema.facts(), schema.criteria()
    assert {code for one in criteria.values() for code in (*one.all, *one.of)} == set(facts)
    assert all(one.source and one.clause for one in criteria.values())
    assert not criteria["f5"].verified and criteria["t1"].verified
    assert set(packs.versions("major_criterion")) == set(criteria)
    types = registry.subject_types()
    for one in schema.place_facts():
        assert one.fact in facts
        for place in one.place_types:
            (field,) = [field for field in types[place].fields if field.code == one.field]
            assert field.kind == ("day" if one.holds == "past" else "yes_no")


def test_a_fact_of_the_unit_is_asked_there_once(play, cast):
    def asks(hazard: Hazard) -> bool:
        with acting(cast.center_officer):
            told = Hazard.objects.get(pk=hazard.pk)
            step = knowing.next_step(told, knowing.under_way(told))
            return step is not None and step.facts == ("crowded",)

    def report() -> Hazard:
        with clock.moved_to(play.day), acting(cast.center_officer) as by:
            return hazards.report(uid=uuid4(), by=by, unit=cast.center, type="passage_blocked")

    first = report()
    assert asks(first)
    with play.step(cast.center_officer) as by:
        hazards.judge(first, {"crowded": "no"}, uid=uuid4(), by=by)
    assert not asks(report())


def test_what_was_judged_major_is_lowered_by_two_people_and_a_reason(play, cast):
    hazard = play.reported(type="exit_locked")
    judged(play, hazard, cannot_fix_now="yes")
    with play.step(cast.county_regulator) as by, pytest.raises(Refused, match="由另一个人决定"):
        hazards.grade(hazard, "general", by=by, why="不严重")
    with play.step(cast.officer) as by:
        with pytest.raises(Refused, match="写明为什么"):
            hazards.ask_regrade(hazard, uid=uuid4(), to="large", reason=" ", by=by)
        hazards.ask_regrade(hazard, uid=uuid4(), to="large", reason="另有两个出口", by=by)
    for role in (cast.officer, cast.officer_2, cast.director):
        with play.step(role) as by, pytest.raises(Refused, match=r"由另一个人决定|由上级.*决定"):
            hazards.decide_regrade(hazard, approve=True, why="同意", by=by)
    with play.step(cast.county_regulator) as by:
        with pytest.raises(Refused, match="写明决定的理由"):
            hazards.decide_regrade(hazard, approve=True, why="", by=by)
        hazards.decide_regrade(hazard, approve=True, why="现场核实有两个出口可用", by=by)
    assert hazard.grade == Grade.LARGE and not hazard.marks
    with audit.acting_as_system("看结果"):
        asked = Regrade.objects.get(hazard=hazard)
        assert (asked.asked_by, asked.decided_by) == (cast.officer.person, cast.county_regulator.person)
        assert hazard.judgements.get().verdict == "major"  # what was judged stays to be read


def test_a_unit_objects_to_the_grade_of_the_level_above_which_decides_on_the_page(play, cast):
    hazard = play.reported(type="wiring")
    with play.step(cast.county_regulator) as by:
        hazards.grade(hazard, "large", by=by)
    with play.step(cast.officer) as by, pytest.raises(Refused, match="有异议"):
        hazards.grade(hazard, "general", by=by, why="我们看不严重")
    at = f"/hazards/{hazard.uid}"
    with clock.moved_to(play.day):
        sent = {"to": "general", "reason": "只有一处插座。"}
        assert client_of(cast.officer).post(f"{at}/regrade/", sent).status_code == 302
        above = client_of(cast.county_regulator)
        assert "只有一处插座。决定之前" in above.get(f"{at}/").content.decode()
        refused = client_of(cast.officer).post(f"{at}/regrade-decision/", {"approve": "yes", "why": "好"})
        assert refused.status_code == 422 and "由另一个人决定" in refused.content.decode()
        assert above.post(f"{at}/regrade-decision/", {"approve": "no", "why": "整层都这样接"}).status_code == 302
    with audit.acting_as_system("看结果"):
        found = Hazard.objects.get(pk=hazard.pk)
        assert (found.grade, found.marks) == ("large", [])
