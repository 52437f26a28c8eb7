"""The icon set: our own drawings on a 24 px grid, stroke 1.75. Icons only repeat a word."""

import re
from pathlib import Path

_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>')

# Drawn into the page one by one: fifty small paths cost less than a second request on a slow line.
ICONS: dict[str, str] = dict(_SYMBOL.findall(Path(__file__).with_name("icons.svg").read_text(encoding="utf-8")))
