"""Socket: from a bare reference (kind, uid) on a lower page to the page that shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Link:
    """A reference that this viewer may open."""

    kind: str
    uid: UUID
    url: str
    title: str


@dataclass(frozen=True)
class LinkKind:
    """How references of one kind are addressed, named and guarded."""

    kind: str
    url: Callable[[UUID], str]
    title: Callable[[UUID], str]
    can_see: Callable[[UUID, Any], bool]


_kinds: dict[str, LinkKind] = {}


def link(
    kind: str,
    url: Callable[[UUID], str],
    title: Callable[[UUID], str],
    can_see: Callable[[UUID, Any], bool],
) -> None:
    """Register a kind of reference. Raises ValueError when the kind is taken.

    ``can_see(uid, viewer)`` is asked first; ``title`` and ``url`` run only for what may be seen.
    """
    if kind in _kinds:
        raise ValueError(f"link kind is taken: {kind!r}")
    _kinds[kind] = LinkKind(kind, url, title, can_see)


def resolve(kind: str, uid: UUID, viewer: Any) -> Link | None:
    """The link for this viewer; None when absent, forbidden or of a kind without a page.

    The three look alike on purpose: nobody learns that a thing exists.
    """
    known = _kinds.get(kind)
    if known is None or not known.can_see(uid, viewer):
        return None
    return Link(kind=kind, uid=uid, url=known.url(uid), title=known.title(uid))


def can_see(kind: str, uid: UUID, viewer: Any) -> bool:
    """Whether the viewer may open the reference; evidence delivery asks this of each owner."""
    known = _kinds.get(kind)
    return known is not None and known.can_see(uid, viewer)


def link_kinds() -> list[str]:
    """All registered kinds, sorted; the generated list of sockets reads it."""
    return sorted(_kinds)
