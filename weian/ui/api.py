"""The door of the shared interface: registries that upper apps fill, and what their views call."""

from weian.ui.addresses import address
from weian.ui.answers import done_headers, say_done, sent_key, sent_source, source_of
from weian.ui.clocks import UNSURE, Clock, clock_of, late_by
from weian.ui.downloads import SHEET, WORD, file_of
from weian.ui.entry import DayInput, FilesField, Form, ModelForm, TimeInput, speak
from weian.ui.links import Link, can_see, link, link_kinds, resolve
from weian.ui.menu import MenuItem, frame_door, menu_item, phone_tab

__all__ = [
    "SHEET",
    "UNSURE",
    "WORD",
    "Clock",
    "DayInput",
    "FilesField",
    "Form",
    "Link",
    "MenuItem",
    "ModelForm",
    "TimeInput",
    "address",
    "can_see",
    "clock_of",
    "done_headers",
    "file_of",
    "frame_door",
    "late_by",
    "link",
    "link_kinds",
    "menu_item",
    "phone_tab",
    "resolve",
    "say_done",
    "sent_key",
    "sent_source",
    "source_of",
    "speak",
]
