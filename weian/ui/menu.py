"""The menu of the desk, the tabs of the phone and the doors of the frame, as data.

Apps fill these registries from ``AppConfig.ready()``; templates only draw what is there,
so that ``ui`` never names a page of an upper storey.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest

from weian.ui.addresses import address

Asks = Callable[[HttpRequest], bool]
Counts = Callable[[HttpRequest], int | None]

DOORS = ("home", "sign_in", "sign_out", "switch_post", "search", "inbox", "me")


@dataclass(frozen=True)
class MenuItem:
    """One word of the menu: where it leads, who sees it, what it counts; `under` which other word it is found.

    `kept` names the part of the kept page of the phone that does the same where there is no network.
    """

    key: str
    label: str
    url_name: str
    icon: str
    order: int
    visible: Asks
    count: Counts | None = None
    under: str = ""
    kept: str = ""


@dataclass(frozen=True)
class ShownItem:
    """A menu word as drawn for one request. `keys`: its own and those of the words that are found under it."""

    key: str
    label: str
    url: str
    icon: str
    count: int | None
    rule: bool
    is_here: bool = False
    keys: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True)
class Door:
    """A fixed place of the frame (search box, sign-out …) and the page behind it."""

    url_name: str
    count: Counts | None = None


_menu: dict[str, MenuItem] = {}
_tabs: dict[str, MenuItem] = {}
_doors: dict[str, Door] = {}

# From this order on an item stands below the rule (配置).
BELOW_RULE = 100


def menu_item(
    key: str,
    label: str,
    url_name: str,
    icon: str,
    order: int,
    visible: Asks,
    count: Counts | None = None,
    under: str = "",
) -> None:
    """Put a word into the menu of the desk. Raises ValueError when the key is taken.

    `under` another word it stands on that word's pages, beside it; in the menu itself only for who does not see that
    word. Apps that know nothing of each other share a word by its key.
    """
    _add(_menu, MenuItem(key, label, url_name, icon, order, visible, count, under))


def phone_tab(key: str, label: str, url_name: str, icon: str, order: int, *, kept: str = "") -> None:
    """Put a tab at the foot of the phone's main pages. Raises ValueError when the key is taken."""
    _add(_tabs, MenuItem(key, label, url_name, icon, order, lambda request: True, kept=kept))


def frame_door(place: str, url_name: str, count: Counts | None = None) -> None:
    """Say which page stands behind a fixed place of the frame; ``place`` is one of ``DOORS``.

    Raises ValueError for an unknown place or one that already has a door.
    """
    if place not in DOORS:
        raise ValueError(f"no such place in the frame: {place!r}; known: {', '.join(DOORS)}")
    if place in _doors:
        raise ValueError(f"the frame already has a door at {place!r}")
    _doors[place] = Door(url_name, count)


def menu_for(request: HttpRequest) -> list[ShownItem]:
    """The menu as this request may see it, the current place marked; also from the pages of what is found under it."""
    seen = _seen(_menu, request)
    keys = {item.key for item in seen}
    here = _here(seen, request.path)
    tops = [item for item in seen if item.under not in keys]
    return [
        replace(one, is_here=here in one.keys)
        for one in _shown(tops, request, {item.key: _family(item, seen) for item in tops})
    ]


def beside(request: HttpRequest) -> list[ShownItem]:
    """On the page of a word that has others under it, or of one of those: all of them, the word itself first."""
    seen = _seen(_menu, request)
    at = next((item for item in seen if address(item.url_name) == request.path), None)
    if at is None:
        return []
    head = next((item for item in seen if item.key == at.under), at)
    family = _family(head, seen)
    if len(family) == 1:
        return []
    return [replace(one, is_here=one.key == at.key) for one in _shown(family, request)]


def tabs_for(request: HttpRequest) -> list[ShownItem]:
    """The phone's tabs, the current place marked."""
    seen = _seen(_tabs, request)
    here = _here(seen, request.path)
    return [replace(one, is_here=one.key == here) for one in _shown(seen, request)]


def doors() -> dict[str, str]:
    """Place → address, only for places that an app has filled."""
    return {place: address(door.url_name) for place, door in _doors.items()}


def door_count(place: str, request: HttpRequest) -> int | None:
    """What waits behind a door (messages to sign for), or None when nothing is counted."""
    door = _doors.get(place)
    return door.count(request) if door and door.count else None


def _add(registry: dict[str, MenuItem], item: MenuItem) -> None:
    if item.key in registry:
        raise ValueError(f"menu key is taken: {item.key!r}")
    registry[item.key] = item


def _seen(registry: dict[str, MenuItem], request: HttpRequest) -> list[MenuItem]:
    return [item for item in sorted(registry.values(), key=lambda item: item.order) if item.visible(request)]


def _family(head: MenuItem, seen: list[MenuItem]) -> list[MenuItem]:
    return [head, *(item for item in seen if item.under == head.key)]


def _shown(
    items: list[MenuItem], request: HttpRequest, families: dict[str, list[MenuItem]] | None = None
) -> list[ShownItem]:
    first_below = next((item.key for item in items if item.order >= BELOW_RULE), None)
    return [
        ShownItem(
            key=item.key,
            label=item.label,
            url=address(item.url_name),
            icon=item.icon,
            count=item.count(request) if item.count else None,
            rule=item.key == first_below and len(items) > 1,
            keys=tuple(one.key for one in (families or {}).get(item.key, [item])),
            kept=item.kept,
        )
        for item in items
    ]


def _here(items: list[MenuItem], path: str) -> str:
    """The key of the item whose address is the longest beginning of the path; '/' only matches itself."""
    around = [(len(url), item.key) for item in items if _holds(url := address(item.url_name), path)]
    return max(around)[1] if around else ""


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
