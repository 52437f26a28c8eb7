"""Who may do what with an inspection. Every refusal is a Chinese sentence that says who can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer, institution_of
from weian.programs.inspections.kinds import OWN, Mode


def asks(check: Callable[..., object], *told: Any) -> tuple[bool, str]:
    """The question of the button: may it be done, and if not, why."""
    try:
        check(*told)
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


def check_can_inspect(by: Viewer, unit: Unit, mode: str) -> None:
    """A unit looks at itself; a commission at what it supervises. What needs a plan is begun from the plan."""
    by.check(May.INSPECT)
    home = institution_of(unit)
    if mode in OWN and home.pk != by.unit.pk:
        raise Refused(f"{Mode(mode).label}由{home.name}自己做；上级去检查，请选抽查或安排一次督查。")
    if not by.unit.holds(unit):
        raise Refused(f"{unit.name}不在{by.unit.name}的范围内，不能登记对它的检查。")
