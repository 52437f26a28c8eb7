"""What a unit owes is the same for whoever looks, whatever other units did, also after documents were annulled."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as given
from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import read_text
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.models import Rung
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock

DUE = date(2026, 11, 20)
ABOVE = ("officer", "director", "county_regulator", "regulator", "province_regulator")
Told = list[tuple[UUID, duties.TaskState, date | None, int]]


def told(units: list[Unit], of: Unit) -> Told:
    return sorted(
        (one.obligation.pk, one.state, one.due, one.late_days) for one in duties.owed(units) if one.unit.pk == of.pk
    )


def seen_by_all(cast: Cast, unit: Unit, roles: tuple[str, ...]) -> list[Told]:
    """What `unit` owes, by each of these, asked alone and among all units in sight; and by the system."""
    found = []
    for role in roles:
        with acting(getattr(cast, role)) as viewer:
            below = [one for one in Unit.objects.all() if one.is_within(viewer.scope.ranges)]
            found += [told([unit], unit), told(below, unit)]
    with set_up():
        return [*found, told([unit], unit), told(list(Unit.objects.all()), unit)]


@pytest.mark.row("S0-0.2")
def test_what_one_unit_began_makes_an_annulled_notice_no_debt_of_another(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        given.signed(cast, document)
    with clock.moved_to("2026-11-16"):
        ladder.climb()
        with acting(cast.dentist) as dentist:
            receipt = documents.receipt_of(document, cast.clinic)
            assert receipt is not None
            documents.sign(receipt, by=dentist)
            duties.start(given.owed_of(document, cast.clinic), by=dentist)
        with acting(cast.county_regulator) as county:
            documents.annul(document, by=county, why="已被新文件代替")
    with clock.moved_to("2026-11-25"):
        assert {tuple(one) for one in seen_by_all(cast, cast.hospital, ABOVE)} == {()}
        begun = seen_by_all(cast, cast.clinic, ("dentist", *ABOVE[2:]))
        assert len({tuple(one) for one in begun}) == 1 and len(begun[0]) == 1
        ladder.climb()
        with set_up():
            assert not Rung.objects.filter(unit=cast.hospital, reached_at__date__gte=date(2026, 11, 20)).exists()
            assert Rung.objects.filter(unit=cast.clinic).exists()
        assert "报送工作开展情况" not in client_of(cast.officer).get("/tasks/?view=unit").content.decode()


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_so_after_any_annulments_and_beginnings(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    bound = {"hospital": "officer", "clinic": "dentist", "city_hospital": "city_officer"}
    with clock.moved_to("2026-11-10"):
        for number in range(6):
            with acting(cast.regulator) as city:
                text = given.TEXT.replace("通知", f"通知（{number}）")
                document = documents.draft_notice(read_text(text), by=city, text=text)
                to = [getattr(cast, key) for key in bound]
                documents.issue(document, by=city, addressees=to, via="name")
                specs = [
                    duties.Spec(
                        uid=uuid4(), kind="report", title=f"第{part}项", due=DUE if part else None,
                        every=chance.choice(["", "P1M", "P1W"]),
                    )
                    for part in range(2)
                ]  # fmt: skip
                duties.put_obligations(document, specs, by=city)
            for key, role in bound.items():
                if chance.random() < 0.5:
                    with acting(getattr(cast, role)) as viewer:
                        receipt = documents.receipt_of(document, getattr(cast, key))
                        assert receipt is not None
                        documents.sign(receipt, by=viewer)
                        owed = [one for one in duties.owed([viewer.unit], document=document) if not one.task]
                        for one in chance.sample(owed, chance.randrange(len(owed) + 1)):
                            duties.start(one, by=viewer)
            if chance.random() < 0.5:
                with acting(cast.regulator) as city:
                    documents.annul(document, by=city, why="不再适用")
    above = {"hospital": ABOVE, "clinic": ("dentist", *ABOVE[2:]), "city_hospital": ("city_officer", *ABOVE[3:])}
    with clock.moved_to("2026-11-26"):
        for key, roles in above.items():
            found = seen_by_all(cast, getattr(cast, key), roles)
            assert found[0] and all(one == found[0] for one in found), (key, seed)
