"""Addresses of pages by name, as Django's ``reverse`` finds them; each is looked for once and then only filled in."""

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

# Stand for what is filled in; none is ever the key of a record (their version does not exist).
_BLANKS = tuple(UUID(int=number) for number in range(1, 5))
_WORDS = tuple(map(str, _BLANKS))


def address(name: str, *keys: UUID) -> str:
    """The page of a name, and of the records whose keys its address holds. Raises NoReverseMatch."""
    found = _mould(name, len(keys), get_script_prefix())
    for blank, key in zip(_WORDS, keys, strict=False):
        found = found.replace(blank, str(key))
    return found


@lru_cache(maxsize=2_000)
def _mould(name: str, keys: int, prefix: str) -> str:
    return reverse(name, args=_BLANKS[:keys])
