"""Which kinds of units an ask speaks to."""

from __future__ import annotations

from collections.abc import Iterable

from weian.programs.campaigns.pack_schema import OWN
from weian.programs.campaigns.proposing.tables import Tables

EVERYBODY = ("commission", "institution")


def kinds_for(who: Iterable[str], tables: Tables) -> list[str]:
    """Kinds of units for the subjects as written; all addressees where nothing is written or known.

    The issuer itself gives `own`: such an ask is kept in the list but sent to nobody below.
    """
    kinds = [kind for subject in who for kind in _kinds(subject, tables)]
    return sorted(set(kinds)) or list(EVERYBODY)


def _kinds(subject: str, tables: Tables) -> list[str]:
    if subject.strip() in tables.own_names:
        return [OWN]
    best: list[str] = []
    longest = 0
    for audience in tables.audiences.values():
        length = max((len(word) for word in audience.words if word in subject), default=0)
        if length > longest:
            best, longest = list(audience.to_kinds), length
    return best
