"""The pool and one expert as their pages draw them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from weian.foundation.people.api import Viewer
from weian.ground.experts import queries
from weian.ground.experts.forms import AppraisalForm, ExpertChangeForm, RecusalForm
from weian.ground.experts.models import Appraisal, Assignment, Expert, Recusal
from weian.ground.experts.pack_schema import specialities
from weian.kernel import clock

PAGE = 50


def listed(viewer: Viewer, speciality: str, after: str) -> dict[str, Any]:
    """One page of the pool by name; a key is the uid of the last row."""
    known = specialities()
    found = queries.pool_of(viewer.unit)
    if speciality in known:
        found = found.filter(specialities__contains=[speciality])
    rows = list(found)  # a pool is dozens, at most some hundreds
    start = next((at + 1 for at, one in enumerate(rows) if str(one.pk) == after), 0)
    shown = rows[start : start + PAGE]
    load, score = queries.loads(shown), queries.scores(shown)
    more = len(rows) > start + PAGE
    return {
        "rows": [
            {
                "expert": one, "load": load.get(one.pk, 0), "score": score.get(one.pk),
                "serves": one.serves(clock.today()),
                "specialities": [known[code].title for code in one.specialities if code in known],
            }
            for one in shown
        ],
        "views": [
            {"url": f"?speciality={code}" if code else "?", "label": label, "is_here": code == speciality}
            for code, label in [("", "全部"), *((one.code, one.title) for one in known.values())]
        ],
        "foot": {
            "next_url": "?" + urlencode({"speciality": speciality, "after": shown[-1].pk}) if more else "",
            "total": len(rows), "shown": len(shown),
        },
    }  # fmt: skip


def targets(expert: Expert) -> list[tuple[str, str]]:
    """Where the expert was sent, latest first, once each."""
    sent = Assignment.objects.filter(expert=expert, ended_at=None).select_related("target").order_by("-made_at")[:100]
    return list({str(one.target_id): one.target.title for one in sent}.items())


def one(expert: Expert, **forms: Any) -> dict[str, Any]:
    known, places = specialities(), targets(expert)
    initial = {
        "title": expert.title, "specialities": expert.specialities, "term_to": expert.term_to, "room": expert.room
    }  # fmt: skip
    return {
        "expert": expert,
        "specialities": [known[code].title for code in expert.specialities if code in known],
        "serves": expert.serves(clock.today()),
        "load": queries.loads([expert]).get(expert.pk, 0),
        "recusals": Recusal.objects.filter(expert=expert).select_related("target").order_by("-valid_from", "uid"),
        "visits": Assignment.objects.filter(expert=expert)
        .select_related("target", "draw").defer("draw__paper", "draw__result").order_by("-made_at", "uid")[:50],
        "appraisals": Appraisal.objects.filter(expert=expert)
        .select_related("target", "made_by").order_by("-made_at")[:50],
        "change_form": ExpertChangeForm(initial=initial),
        "recusal_form": RecusalForm(),
        "appraisal_form": AppraisalForm(targets=places) if places else None,
        **forms,
    }  # fmt: skip
