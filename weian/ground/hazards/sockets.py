"""What hazards fills into the sockets of lower apps: positions, content, links, gates of files, doors, the menu."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import at_place, climbing, doors, handing, models, outside, pack_schema, queries
from weian.ground.hazards.likening import asking as likening
from weian.ground.hazards.lookback import climbing as lookback
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.problems import settling, standing
from weian.ground.hazards.referring import climbing as referring
from weian.ground.hazards.supervising import climbing as verification
from weian.ground.registry import api as registry
from weian.ui import api as ui

POSITIONED = (
    Hazard, models.Extension, models.Judgement, models.Regrade, models.Supervision, models.ProgressReport,
    models.Referral, models.Plea, models.LookBack, models.Pair, models.AlikeAnswer, models.Problem,
    models.Paper,
)  # fmt: skip


def fill() -> None:
    for model in POSITIONED:
        org.positioned(model)
    org.work(handing.WORK)
    pack_schema.register()
    standing.register()
    ladder.climber(climbing.CLIMBER)
    for one in (verification.CLIMBER, verification.REPORTS, lookback.CLIMBER, *referring.CLIMBERS):
        ladder.climber(one)
    evidence.owner_gate(Hazard.audit_kind, shows_files)
    duties.following(duties.AskKind.MEASUREMENT, settling.follows)
    duties.task_kind(likening.ASK, title="举一反三", url=likening.url, complete=None, can_see=likening.can_see)
    duties.task_kind(doors.RECTIFY, title="隐患整改", url=url, complete=None, can_see=can_see)
    registry.place_act(registry.Act("hazard", "报隐患", "camera", 20, at_place.report_url, at_place.may_report))
    registry.place_card(registry.Card("hazards", 20, "hazards/parts/at_place.html", at_place.card))
    ui.menu_item("referrals", "移交", "referrals", "send", 22, visible=_takes_letters)
    ui.link(Hazard.audit_kind, url=url, title=title, can_see=can_see)
    ui.menu_item(
        "hazards", "隐患", "hazards", icon="hazard", order=40, visible=_works_here, count=queries.open_count
    )  # fmt: skip


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return Hazard.objects.visible_to(viewer).filter(pk=uid).exists()


def shows_files(uid: UUID, viewer: Viewer) -> bool:
    """Whoever sees the hazard, and whoever from outside is to put it right."""
    return can_see(uid, viewer) or outside.shown_to(uid, viewer)


def url(uid: UUID) -> str:
    return reverse("hazard", args=[uid])


def title(uid: UUID) -> str:
    return str(Hazard.objects.values_list("title", flat=True).get(pk=uid))


def _takes_letters(request: HttpRequest) -> bool:
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer is not None and viewer.is_agency and viewer.may(May.COOPERATE)


def _works_here(request: HttpRequest) -> bool:
    viewer = request.viewer  # type: ignore[attr-defined]
    return bool(viewer and (viewer.may(May.REPORT_HAZARD) or viewer.may(May.SEE_BOARD)))
