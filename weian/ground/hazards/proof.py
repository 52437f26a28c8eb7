"""What must be shown before a step is taken. Photos carry the hazard's own role: before, after or scene."""

from __future__ import annotations

from datetime import datetime

from weian.foundation.evidence import api as evidence
from weian.foundation.evidence.api import Attachment
from weian.foundation.people.api import Refused
from weian.ground.hazards.models import Hazard


def files_of(hazard: Hazard) -> list[Attachment]:
    return evidence.attachments_of(Hazard.audit_kind, hazard.uid)


def round_began(hazard: Hazard) -> datetime:
    """When the present round began: what was shown before does not prove it."""
    return max(
        moment for moment in (hazard.reported_at, hazard.assigned_at, hazard.returned_at, hazard.reopened_at) if moment
    )


def check_before_and_after(hazard: Hazard) -> None:
    """当场改正 is shown by a photo before and one after."""
    photos = {one.role for one in files_of(hazard) if one.blob.is_image}
    missing = [word for role, word in (("before", "整改前"), ("after", "整改后")) if role not in photos]
    if missing:
        raise Refused(
            f"当场改正要有整改前和整改后两张照片，还缺{'、'.join(missing)}照片。改不完的，请指定责任人和期限。"
        )


def check_after(hazard: Hazard) -> None:
    """Something of this round that shows the result: a photo, or a paper such as a test report."""
    began = round_began(hazard)
    if not any(one.role in ("after", "file") and one.received_at >= began for one in files_of(hazard)):
        again = "这一轮" if hazard.returns or hazard.reopens else ""
        raise Refused(f"还没有{again}整改后照片或文件，不能申请验收。请先上传。")
