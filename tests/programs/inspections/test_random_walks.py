"""Random walks through the database: people of both sides try every act at any time; what happened holds together."""

from __future__ import annotations

import os
import random

from django.db import transaction

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.programs.inspections.situations import Situations
from tests.trust.steps.inspections import AnInspection
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Refused
from weian.ground.hazards.models import Hazard
from weian.kernel.transitions import IllegalMove
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection, Instrument
from weian.programs.inspections.states import TOLD, Status

LIVES = int(os.environ.get("WEIAN_LIVES", "3"))
ROLES = ("regulator", "regulator_2", "officer", "outsider")
MODES = ("special", "secret", "surprise", "spot", "open")


def test_whatever_is_tried_the_records_hold_together(cast: Cast) -> None:
    dice = random.Random(LIVES)
    for life in range(LIVES):
        play = Situations(cast)
        mode = MODES[life % len(MODES)]
        steps = AnInspection(cast).steps
        uid = play.planned(mode, team=[cast.regulator.person]).pk
        for _ in range(25):
            role, deed = dice.choice(ROLES), dice.choice([*steps, "find"])
            with acting(getattr(cast, role)) as by:
                one = Inspection.objects.select_related("target", "office", "plan", "unit").filter(pk=uid).first()
                if one is None:
                    continue
                try:
                    with transaction.atomic():
                        api.find(one, play.finding(), by=by) if deed == "find" else steps[deed](one, by)
                except (Refused, IllegalMove, Rejected):
                    continue
            holds(cast, uid)
    with set_up():
        assert list(audit.faults()) == []


def holds(cast: Cast, uid: object) -> None:
    with set_up():
        one = Inspection.objects.get(pk=uid)
        found = list(Finding.objects.filter(inspection=one))
        at_unit = Event.objects.filter(chain=cast.hospital.pk, record__in=[one.pk, *(row.pk for row in found)])
        if one.under_seal:
            assert one.unit_id == cast.city.pk and not at_unit.exists()
        if one.sealed and one.status not in TOLD:
            assert all(row.unit_id == cast.city.pk for row in found)
            assert not at_unit.filter(record__in=[row.pk for row in found]).exists()
        elif found:
            assert {row.org_pos for row in found} == {one.org_pos}
        assert Hazard.objects.filter(source_uid=one.pk).count() == (
            len([row for row in found if not row.dropped]) if one.status == Status.CLOSED else 0
        )
        assert Instrument.objects.filter(inspection=one).exists() == (one.status == Status.CLOSED)
