"""The door of registry."""

from __future__ import annotations

from weian.ground.registry.access import can_manage
from weian.ground.registry.actions.declaring import declare, declared
from weian.ground.registry.actions.importing import import_places
from weian.ground.registry.actions.keeping import add, change, resume, retire
from weian.ground.registry.actions.labelling import issue, issue_missing, revoke
from weian.ground.registry.checking import Wrong
from weian.ground.registry.doors import Act, Card, door_keys, outside_door, place_act, place_card
from weian.ground.registry.kinds import Kind
from weian.ground.registry.models import Label, Subject, SubjectQuerySet
from weian.ground.registry.pack_schema import PlaceTag, SubjectType, hosts, place_tags, subject_types
from weian.ground.registry.parties import parties_among, party_source, party_sources
from weian.ground.registry.queries import (
    by_token,
    is_label_of,
    label_of,
    look_up,
    marks_of,
    points_for,
    stops_of,
    subject_of,
    subjects_of,
    titles,
)

__all__ = [
    "Act",
    "Card",
    "Kind",
    "Label",
    "PlaceTag",
    "Subject",
    "SubjectQuerySet",
    "SubjectType",
    "Wrong",
    "add",
    "by_token",
    "can_manage",
    "change",
    "declare",
    "declared",
    "door_keys",
    "hosts",
    "import_places",
    "is_label_of",
    "issue",
    "issue_missing",
    "label_of",
    "look_up",
    "marks_of",
    "outside_door",
    "parties_among",
    "party_source",
    "party_sources",
    "place_act",
    "place_card",
    "place_tags",
    "points_for",
    "resume",
    "retire",
    "revoke",
    "stops_of",
    "subject_of",
    "subject_types",
    "subjects_of",
    "titles",
]
