"""The door of desk: the same home for other screens."""

from __future__ import annotations

from weian.portal.desk.home import NOW, due_now, home_of
from weian.portal.desk.sizes import prefer_phone

__all__ = ["NOW", "due_now", "home_of", "prefer_phone"]
