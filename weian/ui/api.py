"""The door of the shared interface: registries that upper apps fill, and what their views call."""

from weian.ui.answers import done_headers, say_done
from weian.ui.links import Link, can_see, link, link_kinds, resolve
from weian.ui.menu import MenuItem, frame_door, menu_item, phone_tab

__all__ = [
    "Link",
    "MenuItem",
    "can_see",
    "done_headers",
    "frame_door",
    "link",
    "link_kinds",
    "menu_item",
    "phone_tab",
    "resolve",
    "say_done",
]
