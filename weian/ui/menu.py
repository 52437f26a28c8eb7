"""The menu of the desk, the tabs of the phone and the doors of the frame, as data.

Apps fill these registries from ``AppConfig.ready()``; templates only draw what is there,
so that ``ui`` never names a page of an upper storey.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

Asks = Callable[[HttpRequest], bool]
Counts = Callable[[HttpRequest], int | None]

DOORS = ("home", "sign_in", "sign_out", "switch_post", "search", "inbox", "me")


@dataclass(frozen=True)
class MenuItem:
    """One word of the menu: where it leads, who sees it, what it counts."""

    key: str
    label: str
    url_name: str
    icon: str
    order: int
    visible: Asks
    count: Counts | None = None


@dataclass(frozen=True)
class ShownItem:
    """A menu word as drawn for one request."""

    key: str
    label: str
    url: str
    icon: str
    count: int | None
    rule: bool
    is_here: bool = False


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
) -> None:
    """Put a word into the menu of the desk. Raises ValueError when the key is taken."""
    _add(_menu, MenuItem(key, label, url_name, icon, order, visible, count))


def phone_tab(key: str, label: str, url_name: str, icon: str, order: int) -> None:
    """Put a tab at the foot of the phone's main pages. Raises ValueError when the key is taken."""
    _add(_tabs, MenuItem(key, label, url_name, icon, order, lambda request: True))


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
    """The menu as this request may see it, the current place marked."""
    return _mark_here(_shown(_menu, request), request.path)


def tabs_for(request: HttpRequest) -> list[ShownItem]:
    """The phone's tabs, the current place marked."""
    return _mark_here(_shown(_tabs, request), request.path)


def doors() -> dict[str, str]:
    """Place → address, only for places that an app has filled."""
    return {place: reverse(door.url_name) for place, door in _doors.items()}


def door_count(place: str, request: HttpRequest) -> int | None:
    """What waits behind a door (messages to sign for), or None when nothing is counted."""
    door = _doors.get(place)
    return door.count(request) if door and door.count else None


def _add(registry: dict[str, MenuItem], item: MenuItem) -> None:
    if item.key in registry:
        raise ValueError(f"menu key is taken: {item.key!r}")
    registry[item.key] = item


def _shown(registry: dict[str, MenuItem], request: HttpRequest) -> list[ShownItem]:
    items = sorted(registry.values(), key=lambda item: item.order)
    seen = [item for item in items if item.visible(request)]
    first_below = next((item.key for item in seen if item.order >= BELOW_RULE), None)
    return [
        ShownItem(
            key=item.key,
            label=item.label,
            url=reverse(item.url_name),
            icon=item.icon,
            count=item.count(request) if item.count else None,
            rule=item.key == first_below and len(seen) > 1,
        )
        for item in seen
    ]


def _mark_here(items: list[ShownItem], path: str) -> list[ShownItem]:
    """Mark the item whose address is the longest beginning of the path; '/' only matches itself."""
    around = [item for item in items if path == item.url or (item.url != "/" and path.startswith(item.url))]
    here = max(around, key=lambda item: len(item.url), default=None)
    return [replace(item, is_here=item is here) for item in items]
