"""检查 from the page of a place: a scan leads there, the checklist is proposed, the round stands done afterwards."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import photo
from tests.ground.registry.situations import Places
from tests.programs.inspections.test_submitting import answered
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections.models import Inspection

RECORD = "/inspections/record/"


@pytest.fixture
def kitchen(cast: Cast) -> registry.Subject:
    with clock.moved_to("2026-11-20 08:00"):
        return Places(cast).kitchen()


def label(cast: Cast, place: registry.Subject) -> str:
    with acting(cast.officer) as by:
        return registry.issue(place, by=by).token


def proposed(cast: Cast, place: registry.Subject) -> checklists.Sheet:
    """One for the place that asks for no photograph."""
    with acting(cast.officer):
        found = checklists.sheets_at(place)
    return next(
        one for one in found
        if any(item.kind == "pass" for item in one.items)
        and all(item.kind != "photo" and item.photo != "always" for item in one.items)
    )  # fmt: skip


def filled(place: registry.Subject, sheet: checklists.Sheet, **said: str) -> dict[str, Any]:
    """What the page sends, all as it should be."""
    answers = {f"a-{code}": told["v"] for code, told in answered(sheet).items()}
    return {
        "request_id": str(uuid4()),
        "subject": str(place.pk),
        "mode": "round",
        "sheet": sheet.ref,
        **answers,
        **said,
    }


def today(place: registry.Subject) -> list[str]:
    with set_up():
        found = rounds.rounds_of(place.unit, clock.today())
    return [str(one.judged.state) for one in found if one.subject == place]


def test_a_scan_leads_over_the_place_to_its_checklist_and_makes_the_round(
    cast: Cast, kitchen: registry.Subject
) -> None:
    sheet, token, client = proposed(cast, kitchen), label(cast, kitchen), client_of(cast.officer)
    with clock.moved_to("2026-11-23 10:00"):
        address = f"{RECORD}?subject={kitchen.pk}&amp;code={token}"
        assert address in client.get(f"/q/{token}/", follow=True).content.decode()
        page = client.get(RECORD, {"subject": kitchen.pk, "code": token}).content.decode()
        assert "已在现场扫码" in page and '<option value="round" selected' in page and sheet.ref in page
        opened = client.get(RECORD, {"subject": kitchen.pk, "code": token, "mode": "round", "sheet": sheet.ref})
        assert f'name="code" value="{token}"' in opened.content.decode()
        assert today(kitchen) == ["due"]
        said = filled(kitchen, sheet, code=token)
        for _ in range(2):  # pressed twice
            done = client.post(RECORD, said, follow=True)
            assert done.redirect_chain == [(f"/places/{kitchen.pk}/", 302)]
        assert "没有发现问题。巡查（当天）已查。" in done.content.decode()
        assert today(kitchen) == ["done"]
    with set_up():
        one, visit = Inspection.objects.get(), rounds.Visit.objects.get()
    assert (one.mode, one.subject, one.sheet, one.scanned) == ("round", kitchen.pk, sheet.ref, True)
    assert (visit.source_uid, visit.scanned) == (one.pk, True)


def test_without_a_scan_the_record_is_kept_and_the_round_stays_open(cast: Cast, kitchen: registry.Subject) -> None:
    sheet, client = proposed(cast, kitchen), client_of(cast.officer)
    fault = next(item for item in sheet.items if item.kind == "pass")
    with clock.moved_to("2026-11-23 10:00"):
        made_up = client.get(RECORD, {"subject": kitchen.pk, "code": "ABCDEFGH2345"}).content.decode()
        assert "没有扫码" in made_up and "ABCDEFGH2345" not in made_up
        said = filled(kitchen, sheet, **{f"a-{fault.code}": "fail", f"n-{fault.code}": "第二个"})
        said[f"p-{fault.code}"] = photo("before").file
        done = client.post(RECORD, said, follow=True).content.decode()
        assert "已登记为隐患" in done and "巡查（当天）待查：没有在现场扫码，这次不算" in done
        assert today(kitchen) == ["due"]
    with set_up():
        assert Hazard.objects.get().place == kitchen.name


def test_a_refusal_keeps_what_was_typed_and_a_label_that_ended_counts_as_no_scan(
    cast: Cast, kitchen: registry.Subject
) -> None:
    sheet, token, client = proposed(cast, kitchen), label(cast, kitchen), client_of(cast.officer)
    first, *_, last = [item.code for item in sheet.items]
    said = filled(kitchen, sheet, code=token, **{f"n-{last}": "门后那只"})
    short = client.post(RECORD, {**said, f"a-{first}": ""})
    label(cast, kitchen)  # the one that was scanned is replaced
    ended = client.post(RECORD, said)
    wrong_mode = client.post(RECORD, {**said, "code": "", "mode": "upkeep"})
    for answer, why in ((short, "没有答"), (ended, "扫到的标签不是这个点位的"), (wrong_mode, "方式里没有这一项")):
        page = answer.content.decode()
        assert answer.status_code == 422 and why in page and "门后那只" in page and said["request_id"] in page
    assert f'value="{token}"' in short.content.decode() and token not in ended.content.decode()
    assert client.post(RECORD, {**said, "code": ""}).status_code == 302
    with set_up():
        assert not Inspection.objects.get().scanned


def test_a_commission_makes_a_spot_check_and_what_is_wrong_is_the_departments(cast: Cast) -> None:
    store = Places(cast).chemical()
    sheet, county = proposed(cast, store), client_of(cast.county_regulator)
    page = county.get(RECORD, {"subject": store.pk}).content.decode()
    assert '<option value="spot" selected' in page and 'value="round"' not in page
    fault = next(item for item in sheet.items if item.kind == "pass")
    said = filled(store, sheet, mode="spot", **{f"a-{fault.code}": "fail", f"n-{fault.code}": "柜门没锁"})
    said[f"p-{fault.code}"] = photo("before").file
    assert county.post(RECORD, said).status_code == 302
    with set_up():
        assert (Inspection.objects.get().mode, rounds.Visit.objects.get().doer) == ("spot", "upper")
        assert Hazard.objects.get().department == cast.pharmacy


def test_another_unit_finds_nothing_there(cast: Cast, kitchen: registry.Subject) -> None:
    token, stranger = label(cast, kitchen), client_of(cast.outsider_officer)
    for method in (stranger.get, stranger.post):
        there, nowhere = (method(RECORD, {"subject": uid, "code": token}) for uid in (kitchen.pk, uuid4()))
        assert there.status_code == nowhere.status_code == 404


def test_who_may_not_inspect_is_offered_nothing_nor_is_anybody_at_a_place_out_of_use(
    cast: Cast, kitchen: registry.Subject
) -> None:
    leader = client_of(cast.commission_leader)
    assert RECORD not in leader.get(f"/places/{kitchen.pk}/").content.decode()
    assert leader.get(RECORD, {"subject": kitchen.pk}).status_code == 404
    said = filled(kitchen, proposed(cast, kitchen))
    with clock.moved_to("2027-01-04 10:00"), acting(cast.officer) as by:
        registry.retire(kitchen, by=by, why="食堂外迁")
    with clock.moved_to("2027-01-05 10:00"):
        officer = client_of(cast.officer)
        assert RECORD not in officer.get(f"/places/{kitchen.pk}/").content.decode()
        assert officer.get(RECORD, {"subject": kitchen.pk}).status_code == 404
        refused = officer.post(RECORD, said)
    assert refused.status_code == 422 and "已经停用" in refused.content.decode()
