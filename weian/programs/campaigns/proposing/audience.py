"""Which kinds of units an ask speaks to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from weian.programs.campaigns.pack_schema import OWN
from weian.programs.campaigns.proposing.tables import Tables

EVERYBODY = ["commission", "institution"]
# A dun comma inside a bracket (各县（市、区）卫生健康局) parts nothing.
_PARTING = re.compile(r"、(?![^（(]*[）)])")


def kinds_for(who: Iterable[str], answerable: Iterable[str], tables: Tables) -> tuple[list[str], list[str]]:
    """Kinds of units for the subjects as written, else for those named answerable; and the words that meant nobody.

    All addressees where nothing is written or known. The issuer itself gives `own`: such a line is kept in the list
    but sent to nobody below.
    """
    subjects = [one for one in _PARTING.split("、".join(who)) if one]
    kinds, strange = _all(subjects, tables)
    if not kinds:
        # A section of the issuer that leads the work does not do it for the others.
        kinds = [kind for kind in _all(answerable, tables)[0] if kind != OWN]
    return kinds or list(EVERYBODY), strange


def _all(subjects: Iterable[str], tables: Tables) -> tuple[list[str], list[str]]:
    found = {subject: _kinds(subject, tables) for subject in subjects}
    kinds = {kind for some in found.values() for kind in some}
    strange = [subject for subject, some in found.items() if not some]
    # The issuer beside those below it: the line goes down; the issuer's part is its own affair.
    return sorted(kinds - {OWN}) or sorted(kinds), strange


def _kinds(subject: str, tables: Tables) -> list[str]:
    if subject.strip().startswith(tuple(tables.own_names)):
        return [OWN]
    best: list[str] = []
    longest = 0
    for audience in tables.audiences.values():
        length = max((len(word) for word in audience.words if word in subject), default=0)
        if length > longest:
            best, longest = list(audience.to_kinds), length
    return best
