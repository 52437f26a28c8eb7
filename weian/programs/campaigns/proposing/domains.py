"""Which domain an ask belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from weian.programs.campaigns.pack_schema import GENERAL_DOMAIN, Domain

# The words of the ask itself weigh more than the heading that it stands under.
_WEIGHTS = (3, 1)


def domain_of(text: str, heading: str, domains: Mapping[str, Domain]) -> str:
    """Code of the domain whose keywords cover most of the words; the general one where none is found."""
    best, most = GENERAL_DOMAIN, 0
    for code, domain in domains.items():
        points = sum(weight * _covered(place, domain) for weight, place in zip(_WEIGHTS, (text, heading), strict=True))
        if points > most:
            best, most = code, points
    return best


def _covered(text: str, domain: Domain) -> int:
    return sum(len(word) for word in domain.keywords if word in text)
