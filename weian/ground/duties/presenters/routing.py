"""Which post of the unit handles which domain, as the page draws it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from pydantic import BaseModel

from weian.foundation.packs import api as packs
from weian.foundation.people.api import Viewer
from weian.ground.duties.models import Routing
from weian.ground.duties.owed import owed
from weian.ground.duties.pack_schema import route_rules
from weian.ground.duties.queries import posts_in
from weian.ground.duties.routing import routes


class _Named(BaseModel):
    """Domains are content of who reads notices; here only their names are wanted."""

    code: str
    title: str


def titles() -> dict[str, str]:
    """Names of domains by code."""
    return {code: one.title for code, one in packs.entries("domain", _Named).items()}


def title_of(domain: str) -> str:
    return titles().get(domain, domain)


def domains(viewer: Viewer) -> list[str]:
    """Domains that can fall to the unit: the usual ones, and those of what it owes now."""
    asked = {one.obligation.domain for one in owed([viewer.unit], with_posts=False) if one.obligation.domain}
    usual = list(route_rules())
    return [*usual, *sorted(asked - set(usual))]


def context(viewer: Viewer, refused: str = "", bound: Form | None = None) -> dict[str, Any]:
    """All that `duties/routing.html` needs; `refused` is the domain whose form came back."""
    wanted, names = domains(viewer), titles()
    proposed = routes([viewer.unit], wanted)
    kept = set(Routing.objects.filter(unit=viewer.unit).values_list("domain", flat=True))
    rows = []
    for domain in wanted:
        post = proposed.get((viewer.unit.pk, domain))
        form = bound if domain == refused else None
        rows.append(
            {
                "domain": domain,
                "title": names.get(domain, domain),
                "chosen": form["post"].value() if form else str(post.pk) if post else "",
                "error": " ".join(str(one) for one in form.errors.get("post", [])) if form else "",
                "kept": domain in kept,
            }
        )
    return {
        "menu_key": "tasks", "unit": viewer.unit, "rows": rows,
        "posts": [(str(one.pk), f"{one.unit.title} {one.title}") for one in posts_in(viewer.unit)],
    }  # fmt: skip
