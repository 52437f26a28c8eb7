"""What the records know already about a hazard and its unit, so that only the rest is asked."""

from __future__ import annotations

from weian.ground.hazards.criteria import judging, schema
from weian.ground.hazards.models import Hazard, Judgement


def known(hazard: Hazard) -> dict[str, str]:
    """Fact → yes or no, as far as records tell: the hazard's own fields, and what was once answered for its unit."""
    facts = schema.facts()
    found = {code: value for code, one in facts.items() if (value := _said_by_records(one, hazard))}
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


def asked(hazard: Hazard) -> list[schema.Fact]:
    """The facts that only a person can tell, in the order of the criteria."""
    facts = schema.facts()
    verdict = judging.judge(measured_by(hazard), known(hazard))
    return [facts[code] for code in verdict.open if code in facts]


def _said_by_records(fact: schema.Fact, hazard: Hazard) -> str:
    for one in fact.known:
        fits = (
            (not one.types or hazard.type in one.types)
            and (not one.unit_types or hazard.unit.type in one.unit_types)
            and (one.at_once is None or bool(hazard.due and hazard.at_once) is one.at_once)
        )
        if fits:
            return one.v
    return ""
