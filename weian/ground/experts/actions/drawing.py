"""A draw from its first commitment to its result, and what is said to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.foundation.people.models import Person
from weian.ground.experts import access, queries
from weian.ground.experts.actions import answering
from weian.ground.experts.actions.papers import Pool, assigned, paper_of
from weian.ground.experts.models import Assignment, Draw, OpenedDraw, Stand
from weian.ground.experts.pack_schema import term
from weian.ground.experts.states import DrawStatus
from weian.kernel import clock
from weian.kernel import draw as lots

# A short secret could be guessed from its commitment.
SHORTEST = 12
_COMMITMENT = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True)
class DrawSpec:
    """What an office wants to draw. The uid is made by the form; `secret` may be a commitment made outside."""

    uid: UUID
    title: str
    what: str
    witness: Person
    secret: str
    pool: Pool = field(default_factory=Pool)
    sealed: bool = False
    after: Draw | None = None
    instead_of: Draw | None = None
    why: str = ""


@transaction.atomic
def prepare(spec: DrawSpec, *, by: Viewer) -> Draw:
    """Fix the rules of the list and commit to a secret. Raises Refused; the same uid again gives what is there."""
    access.check_can_draw(by)
    there: Draw | None = Draw.objects.filter(pk=spec.uid).first()
    if there is not None:
        return there
    if not queries.witnesses(by).filter(pk=spec.witness.pk).exists():
        raise Refused("见证方要是本机关另一位有账号的人。")
    if spec.instead_of is not None and not spec.why.strip():
        raise Refused("重抽要写理由；前一次的记录照样保留。")
    for earlier in (spec.after, spec.instead_of):
        if earlier is not None and earlier.unit_id != by.unit.pk:
            raise Refused("上一轮要是本机关组织的抽取。")
    draw = Draw(
        uid=spec.uid, title=spec.title, what=spec.what, sealed=spec.sealed, pool=spec.pool.to_dict(),
        after=spec.after, instead_of=spec.instead_of, why=spec.why, office=by.person, witness=spec.witness,
        office_commitment=committed(spec.uid, lots.OFFICE, spec.secret), made_at=clock.now(),
    ).at(by.unit)  # fmt: skip
    paper_of(draw)  # what cannot be drawn is said now, not when two people have committed
    facts = {"what": draw.what, "commitment": draw.office_commitment, "witness": str(draw.witness_id)}
    audit.created(draw, "draw.prepared", by=by, facts=facts, why=draw.why)
    _tell([draw.witness], draw, f"请见证抽取：{draw.title}", "写下一句密语作承诺，名单公布后再亮出。")
    return draw


def committed(uid: UUID, party: str, secret: str) -> str:
    """The commitment of a secret, or the one that was made outside. Raises Refused for a secret easily guessed."""
    secret = secret.strip()
    if _COMMITMENT.match(secret):
        return secret
    if len(secret) < SHORTEST:
        raise Refused(f"密语至少 {SHORTEST} 个字，短了能被猜出来。")
    return lots.commitment(str(uid), party, secret)


@transaction.atomic
def commit(draw: Draw, secret: str, *, by: Viewer) -> None:
    """The witness commits; with both commitments in, the list is frozen and its root shown."""
    access.check_can_commit(by, draw)
    said = committed(draw.pk, lots.WITNESS, secret)
    if said == draw.office_commitment:
        raise Refused("承诺不能和组织方的一样。")
    paper = paper_of(draw)
    top, now = lots.root(paper), clock.now()
    audit.move(
        draw, DrawStatus.LISTED, by=by, verb="draw.listed",
        values={"witness_commitment": said, "paper": paper, "root": top, "committed_at": now, "listed_at": now},
        facts={"office": draw.office_commitment, "witness": said, "root": top, "listed": len(paper["units"])},
    )  # fmt: skip
    _tell([draw.office], draw, f"名单已公布，请亮出密语：{draw.title}", f"名单摘要 {top[:16]}…")


@transaction.atomic
def tell(draw: Draw, secret: str, *, by: Viewer) -> None:
    """A party tells its secret; with the second the lot is cast. What was committed to is what counts."""
    access.check_can_tell(by, draw)
    party, secret = access.party_of(by, draw), secret.strip()
    if lots.commitment(str(draw.pk), party, secret) != getattr(draw, f"{party}_commitment"):
        raise Refused("这句密语和您先前的承诺对不上，请核对一字不差（含标点和空格）。")
    with audit.changed(draw, "draw.told", by=by, facts={"party": party}):
        access.check_can_tell(by, draw)
        setattr(draw, f"{party}_secret", secret)
    secrets = {one: str(getattr(draw, f"{one}_secret")) for one in lots.PARTIES}
    if all(secrets.values()):
        _cast(draw, secrets, by)
    else:
        _tell([draw.witness if party == lots.OFFICE else draw.office], draw, f"对方已亮出密语，轮到您：{draw.title}")


def _cast(draw: Draw, secrets: Mapping[str, str], by: Viewer) -> None:
    seed = lots.seed_of(draw.root, secrets)
    assert draw.paper is not None
    result = lots.draw(draw.paper, seed)
    facts = {"seed": seed, "result": lots.digest("result", result)}
    values = {"seed": seed, "result": result, "drawn_at": clock.now()}
    audit.move(draw, DrawStatus.DRAWN, by=by, verb="draw.drawn", values=values, facts=facts)
    sent = [answering.ask(one) for one in assigned(draw)]
    audit.created_all(sent, "assignment.made", by=by, facts=lambda one: {"expert": str(one.expert_id)})
    for one in Assignment.objects.filter(draw=draw).select_related("draw", "expert", "target"):
        answering.tell(one)
    _tell([draw.office, draw.witness], draw, f"已抽出：{draw.title}")
    if not draw.sealed:
        _open(draw, by)


@transaction.atomic
def void(draw: Draw, why: str, *, by: Viewer) -> None:
    """Nobody goes by this draw; it stays, with the reason. Who was drawn no longer counts as sent."""
    access.check_can_void(by, draw)
    if not why.strip():
        raise Refused("作废要写理由。")
    audit.move(
        draw, DrawStatus.VOIDED, by=by, verb="draw.voided", why=why,
        values={"voided_at": clock.now(), "void_reason": why.strip()[:300]},
    )  # fmt: skip
    for one in Assignment.objects.filter(draw=draw, ended_at=None).order_by("uid"):
        with audit.changed(one, "assignment.ended", by=by, why=why):
            one.ended_at = clock.now()


@transaction.atomic
def open_(draw: Draw, *, by: Viewer) -> None:
    """Open a sealed result to all below."""
    access.check_can_open(by, draw)
    _open(draw, by)


def _open(draw: Draw, by: Viewer) -> None:
    with audit.changed(draw, "draw.opened", by=by):
        if draw.opened_at:
            raise Refused("已经公开了。")
        draw.opened_at = clock.now()
    opened = OpenedDraw(
        uid=draw.pk, unit=draw.unit, title=draw.title, what=draw.what, record=draw.record(), made_at=clock.now()
    )
    audit.created(opened, "draw.published", by=by, facts={"record": lots.digest("record", opened.record)})
    if draw.what == Draw.What.PAIRS:
        concerned = Unit.objects.filter(pk__in=list(opened.record["result"]["pairs"]))
        inbox.send_to_desk(
            concerned, may=May.SIGN_RECEIPT, kind="draw", title=f"互检配对已抽出：{draw.title}",
            text="请看本单位去查哪家、由哪家来查，认可或提出异议。", url=draw.get_absolute_url(),
        )  # fmt: skip


@transaction.atomic
def take_stand(opened: OpenedDraw, *, agreed: bool, text: str, uid: UUID, by: Viewer) -> Stand:
    """A paired unit agrees, or disputes with a reason; a dispute goes to the office with a term."""
    repeated: Stand | None = Stand.objects.filter(pk=uid).first()
    if repeated is not None:
        return repeated
    access.check_can_take_stand(by, opened)
    if not agreed and not text.strip():
        raise Refused("提异议要写明理由。")
    due = None if agreed else clock.today() + timedelta(days=term("ruling").amount)
    stand = Stand(
        uid=uid, draw=opened, agreed=agreed, text="" if agreed else text.strip()[:500], made_at=clock.now(),
        made_by=by.person, due=due,
    ).at(by.unit)  # fmt: skip
    audit.created(stand, "stand.agreed" if agreed else "stand.disputed", by=by, why=stand.text)
    if not agreed:
        inbox.send_to_desk(
            [opened.unit], may=May.DRAW, kind="draw", title=f"{by.unit.title}对互检配对有异议",
            text=stand.text, url=opened.get_absolute_url(),
        )  # fmt: skip
    return stand


@transaction.atomic
def rule(stand: Stand, *, upheld: bool, ruling: str, by: Viewer) -> None:
    """The office decides. Where it upholds the dispute, it voids the draw and draws anew."""
    access.check_can_rule(by, stand)
    if not ruling.strip():
        raise Refused("裁定要写理由。")
    with audit.changed(stand, "stand.upheld" if upheld else "stand.dismissed", by=by, why=ruling):
        access.check_can_rule(by, stand)
        stand.upheld, stand.ruling = upheld, ruling.strip()[:500]
        stand.ruled_at, stand.ruled_by = clock.now(), by.person
    inbox.send(
        [stand.made_by], kind="draw", title=f"异议已裁定：{'成立' if upheld else '不成立'}", text=stand.ruling,
        url=stand.draw.get_absolute_url(),
    )  # fmt: skip


def _tell(people: list[Any], draw: Draw, title: str, text: str = "") -> None:
    inbox.send(people, kind="draw", title=title, text=text, url=draw.get_absolute_url())
