"""A record goes over to another place: what an office kept under seal becomes the record of the unit it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit


@contextmanager
def rehoming(to: Unit, *, why: str) -> Iterator[None]:
    """Inside the block, and only there, records may be given the position of `to` (Positioned.at).

    Everywhere else the database refuses a changed org_pos (tree.sql). The unit is locked against a move of the tree
    meanwhile, as the insertion of a record locks it; its position is read again. The caller has asked who may do it.
    """
    with audit.acting_as_system(why):
        with connection.cursor() as cursor:
            cursor.execute('SELECT pos, "end" FROM org_unit WHERE uid = %s FOR KEY SHARE', [to.pk])
            to.pos, to.end = cursor.fetchone()
            cursor.execute("SELECT set_config('weian.moving', 'yes', true)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('weian.moving', '', true)")
