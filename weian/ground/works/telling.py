"""Messages about permits, sites and what is on a contractor's account."""

from __future__ import annotations

from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people.api import posts_of, staff_of
from weian.foundation.people.roles import PostClass
from weian.ground.works.models import Charge, Contractor, Permit, Site, StopOrder

# Who answers for a department that works next to dangerous work.
_HEADS = (PostClass.HEAD, PostClass.WARD_KEEPER)


def charged(charge: Charge) -> None:
    _tell_party(charge.contractor, f"新的整改事项：{charge.hazard.title}", ("charge", charge.pk))


def handed_over(charge: Charge) -> None:
    due = f"期限 {charge.hazard.due}" if charge.hazard.due else ""
    _tell_party(charge.contractor, f"请整改并上传证明：{charge.hazard.title}", ("charge", charge.pk), due)


def proved(charge: Charge) -> None:
    inbox.send_to_desk(
        [charge.unit], kind="charge", title=f"{charge.contractor.name}上传了整改证明：{charge.hazard.title}",
        link=("charge", charge.pk),
    )  # fmt: skip


def asked(permit: Permit, title: str) -> None:
    inbox.send_to_desk(
        [permit.unit], kind="permit", title=f"{title}待审批：{permit.subject.name}", text=permit.work,
        link=("permit", permit.pk),
    )  # fmt: skip


def decided(permit: Permit, title: str) -> None:
    inbox.send(
        [permit.asked_by], kind="permit", title=f"{title}{permit.get_status_display()}：{permit.subject.name}",
        text=permit.why, link=("permit", permit.pk),
    )  # fmt: skip


def told_neighbours(permit: Permit, title: str, window: str) -> None:
    """Departments beside the work know of it before it begins."""
    units = Unit.objects.filter(pk__in=permit.neighbours)
    posts = [post for unit in units for post in posts_of(unit) if post.post_class in _HEADS]
    inbox.send(
        posts, kind="permit", title=f"{permit.subject.name}{window} {title}，请留意", text=permit.work,
        link=("permit", permit.pk),
    )  # fmt: skip


def stopped(order: StopOrder) -> None:
    _tell_party(order.site.contractor, f"停工：{order.site.name}", ("site", order.site_id), order.reason)


def resume_asked(order: StopOrder) -> None:
    inbox.send_to_desk(
        [order.unit], kind="site", title=f"申请复工：{order.site.name}", text=order.answer, link=("site", order.site_id)
    )


def resume_decided(order: StopOrder, word: str) -> None:
    _tell_party(order.site.contractor, f"{word}：{order.site.name}", ("site", order.site_id), order.refusal)


def agency_found(site: Site, agency: Unit, text: str) -> None:
    inbox.send_to_desk(
        [site.unit], kind="site", title=f"{agency.title}在{site.name}发现问题", text=text, link=("site", site.pk)
    )


def _tell_party(contractor: Contractor, title: str, link: tuple[str, object], text: str = "") -> None:
    inbox.send(staff_of(contractor.party), kind=link[0], title=title, text=text, link=link)  # type: ignore[arg-type]
