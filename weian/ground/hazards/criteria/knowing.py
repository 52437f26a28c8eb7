"""What the records know already about a hazard and its unit, so that only the rest is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from weian.ground.hazards.criteria import judging, schema
from weian.ground.hazards.models import Hazard, Judgement
from weian.kernel import clock


def known(hazard: Hazard) -> dict[str, str]:
    """Fact → yes or no, as far as records tell: the hazard's own fields, those of its place in the register, and what
    was once answered for its unit."""
    facts = schema.facts()
    found = {code: value for code, one in facts.items() if (value := _said_by_records(one, hazard))}
    found |= _said_by_place(hazard)
    of_unit = [code for code, one in facts.items() if one.of_unit and code not in found]
    if of_unit:
        earlier = (
            Judgement.objects.filter(unit=hazard.unit_id).order_by("-made_at").values_list("facts", flat=True)[:20]
        )
        for answered in earlier:
            for code in of_unit:
                value = answered.get(code, {}).get("v", judging.UNKNOWN)
                if code not in found and value != judging.UNKNOWN:
                    found[code] = value
    return found


def measured_by(hazard: Hazard) -> list[schema.Criterion]:
    """The criteria in force for a hazard of this kind."""
    return judging.about(schema.criteria().values(), type=hazard.type, domain=hazard.domain)


@dataclass(frozen=True)
class Round:
    """What was answered in the judging that is under way: it goes on from there, until there is a verdict. `again`:
    a verdict stands, who answers now judges anew."""

    answers: dict[str, str]
    passed: frozenset[str]
    again: bool


def under_way(hazard: Hazard) -> Round:
    """The answers so far; none where nobody has begun, or the last verdict stands."""
    told: dict[str, str] = {}
    again = False
    for verdict, facts in hazard.judgements.order_by("made_at").values_list("verdict", "facts"):
        if verdict != Judgement.Verdict.UNDECIDED:
            told, again = {}, True
            continue
        said = {code: one["v"] for code, one in facts.items() if one["by"] == "person"}
        told |= {code: value for code, value in said.items() if value != judging.UNKNOWN or code not in told}
    answers = {code: value for code, value in told.items() if value != judging.UNKNOWN}
    return Round(answers, frozenset(set(told) - set(answers)), again)


def next_step(hazard: Hazard, so_far: Round) -> judging.Step | None:
    """What only a person can tell, one question at a time. What nobody knew is asked again when all else was asked."""
    criteria = measured_by(hazard)
    facts = {**so_far.answers, **known(hazard)}
    return judging.next_step(criteria, facts, so_far.passed) or judging.next_step(criteria, facts)


def _said_by_records(fact: schema.Fact, hazard: Hazard) -> str:
    for one in fact.known:
        fits = (
            (not one.types or hazard.type in one.types)
            and (not one.unit_types or hazard.unit.type in one.unit_types)
            and (one.at_once is None or (hazard.responsible_id is not None and hazard.at_once is one.at_once))
        )
        if fits:
            return one.v
    return ""


def _said_by_place(hazard: Hazard) -> dict[str, str]:
    place = hazard.subject
    if place is None:
        return {}
    return {
        one.fact: one.v for one in schema.place_facts()
        if place.type in one.place_types and _holds(place.fields.get(one.field), one.holds)
    }  # fmt: skip


def _holds(value: Any, wanted: str) -> bool:
    """A field that nobody filled in holds nothing."""
    if value is None:
        return False
    return date.fromisoformat(value) < clock.today() if wanted == "past" else value is (wanted == "yes")
