"""To whom an ask speaks: which kinds of units, and which institutions among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from weian.programs.campaigns.pack_schema import OWN, Scope
from weian.programs.campaigns.proposing.tables import Tables

INSTITUTION = "institution"
EVERYBODY = ["commission", INSTITUTION]
# A dun comma inside a bracket (各县（市、区）卫生健康局) parts nothing.
_PARTING = re.compile(r"、(?![^（(]*[）)])")
_JOINED = re.compile(r"[、和与]|以及|及(?!以上)")
_ASKED = "原文说的是“{words}”：{ask}，请核对“适用于”。"
_BESIDE = "原文说的是“{words}”，旁边还写了“{others}”，没有收窄，请核对“适用于”。"
_UNLIKE = "原文里的“{words}”等级或大小不一样，没有按它收窄；要分别派的请先拆开。"
_UNDER = "这一条自己没写谁，按{where}“{words}”收窄了，请核对“适用于”。"


@dataclass
class Receivers:
    """Kinds of units, and which institutions of them; `strange` are words that meant nobody.

    `doubts` say where the reader narrowed without being sure, and where it did not though a word would have it.
    """

    to_kinds: list[str]
    strange: list[str] = field(default_factory=list)
    to_types: list[str] = field(default_factory=list)
    to_grades: list[str] = field(default_factory=list)
    size: str = ""
    doubts: list[str] = field(default_factory=list)


def receivers_for(
    who: Iterable[str], answerable: Iterable[str], tables: Tables, *, text: str = "", headings: Sequence[str] = ()
) -> Receivers:  # fmt: skip
    """The subjects as written, else those named answerable, else what the words or the heading are about.

    All addressees where nothing is written or known. The issuer itself gives `own`: such a line is kept in the list
    but sent to nobody below.
    """
    subjects = [one for one in _PARTING.split("、".join(who)) if one]
    kinds, strange = _kinds_of(subjects, tables)
    if kinds:
        return _narrowed(Receivers(kinds, strange), subjects, tables)
    # A section of the issuer that leads the work does not do it for the others.
    named = [one for one in answerable if OWN not in _kinds(one, tables)]
    kinds, _ = _kinds_of(named, tables)
    if kinds:
        return _narrowed(Receivers(kinds, strange), named, tables, where="责任单位")
    topic = next((word for one in tables.scopes.values() for word in one.words if text.startswith(word)), "")
    if topic and not subjects:
        return _narrowed(Receivers([INSTITUTION]), [topic], tables)
    about = next((one for one in headings if _one_type(one, tables)), "")
    if about and not subjects:
        return _narrowed(Receivers([INSTITUTION]), [about], tables, where="标题")
    return Receivers(list(EVERYBODY), strange)


def _narrowed(found: Receivers, subjects: Sequence[str], tables: Tables, *, where: str = "") -> Receivers:
    """With what the subjects say of institutions; left as it is, with a doubt, where they do not say one thing."""
    pieces = [one for subject in subjects for one in _JOINED.split(subject) if one]
    meant = {piece: _scopes(piece, tables) for piece in pieces}
    told = [piece for piece, some in meant.items() if some]
    others = [piece for piece, some in meant.items() if not some and _speaks_of_institutions(piece, tables)]
    if not told or INSTITUTION not in found.to_kinds:
        return found
    words = "、".join(told)
    if others:
        found.doubts.append(_BESIDE.format(words=words, others="、".join(others)))
        return found
    aims = [_aim(meant[piece]) for piece in told]
    if all(types for types, _, _ in aims):
        found.to_types = list(dict.fromkeys(code for types, _, _ in aims for code in types))
    if len({(*grades, size) for _, grades, size in aims}) == 1:
        _, grades, found.size = aims[0]
        found.to_grades = list(grades)
    else:
        found.doubts.append(_UNLIKE.format(words=words))
    if where:
        found.doubts.append(_UNDER.format(where=where, words=words))
    for ask in dict.fromkeys(scope.ask for piece in told for scope in meant[piece] if scope.ask):
        found.doubts.append(_ASKED.format(words=words, ask=ask))
    return found


def _aim(scopes: Sequence[Scope]) -> tuple[list[str], list[str], str]:
    """Types, grades and size of one subject: of several entries that name types only what they share."""
    sets = [one.to_types for one in scopes if one.to_types]
    shared = [code for code in sets[0] if all(code in some for some in sets)] if sets else []
    types = shared or list(dict.fromkeys(code for some in sets for code in some))
    grades = list(dict.fromkeys(grade for one in scopes for grade in one.to_grades))
    return types, grades, next((one.size for one in scopes if one.size), "")


def _scopes(subject: str, tables: Tables) -> list[Scope]:
    """The entries whose words stand in the subject, but for words inside a longer one (医院 in 中医医院)."""
    hits = {word: one for one in tables.scopes.values() for word in one.words if word in subject}
    longest = [word for word in hits if not any(word != other and word in other for other in hits)]
    return list({hits[word].code: hits[word] for word in longest}.values())


def _one_type(heading: str, tables: Tables) -> bool:
    """Whether a heading is about institutions of one type (托育机构安全), not about any that work for patients."""
    scopes = _scopes(heading, tables)
    return len(scopes) == 1 and len(scopes[0].to_types) == 1


def _speaks_of_institutions(piece: str, tables: Tables) -> bool:
    kinds = _kinds(piece, tables)
    return not kinds or INSTITUTION in kinds


def _kinds_of(subjects: Iterable[str], tables: Tables) -> tuple[list[str], list[str]]:
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
    scoped = [INSTITUTION] if _scopes(subject, tables) else []
    # 各县局和血站: neither of the two may be lost.
    return list(dict.fromkeys([*best, *scoped]))
