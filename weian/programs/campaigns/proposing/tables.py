"""The tables by which asks are judged, loaded once per reading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.programs.campaigns import pack_schema
from weian.programs.campaigns.pack_schema import AskKind, Audience, Domain, Scope

_COMMISSION = re.compile(r"(?P<place>[省市县区旗盟州])(?:卫生健康|卫健)(?:委员会|委|局)$")


@dataclass(frozen=True)
class Tables:
    domains: Mapping[str, Domain]
    ask_kinds: Mapping[str, AskKind]
    audiences: Mapping[str, Audience]
    composites: Mapping[str, duties.Composite]
    own_names: Sequence[str] = field(default_factory=tuple)
    scopes: Mapping[str, Scope] = field(default_factory=dict)

    @classmethod
    def in_force(cls, issuer: Unit) -> Tables:
        """The tables of today, with the names by which `issuer` speaks of itself."""
        return cls(
            pack_schema.domains(), pack_schema.ask_kinds(), pack_schema.audiences(), duties.composites(),
            own_names(issuer.name, issuer.short_name), pack_schema.scopes(),
        )  # fmt: skip


def own_names(name: str, short_name: str = "") -> tuple[str, ...]:
    """云泽市卫生健康委员会 → that, 市卫生健康委员会, 市卫生健康委, 市卫健委, 我委 …"""
    found = [one for one in (name, short_name) if one] + ["我委", "我局", "委机关", "局机关"]
    match = _COMMISSION.search(name)
    if match:
        place = match["place"]
        found += [f"{place}{stem}{end}" for stem in ("卫生健康", "卫健") for end in ("委员会", "委", "局")]
    return tuple(found)
