"""A form does its deed, or says why not: the one way in which views of acts end."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.db import transaction

from weian.foundation.evidence.rejected import Rejected
from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove


def done(form: forms.Form, deed: Callable[[], object], *, files: str = "") -> bool:
    """Do it in one transaction; what is refused stands at its field, a file that is not taken at `files`."""
    try:
        with transaction.atomic():
            deed()
    except (Refused, IllegalMove) as refused:
        told = getattr(refused, "fields", None) or {None: str(refused)}
        for field, sentence in told.items():
            form.add_error(field if field in form.fields else None, sentence)
    except Rejected as rejected:
        form.add_error(files or None, str(rejected))
    else:
        return True
    return False
