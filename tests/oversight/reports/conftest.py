from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from tests import database
from tests.cast import Cast
from tests.conftest import set_up
from tests.oversight.reports.world import everything
from weian.foundation.documents.models import Document
from weian.kernel import scope


@pytest.fixture(autouse=True)
def _own_evidence(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture(scope="module")
def everything_made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[UUID]:
    """`world.everything`, made once for a module in a database of its own; what its tests do there is undone."""
    with (
        django_db_blocker.unblock(),
        database.database(f"reports_{os.getpid()}") as name,
        database.pointed_at(name),
        override_settings(EVIDENCE_ROOT=tmp_path_factory.mktemp("evidence")),
    ):
        with scope.applied(scope.NOBODY):
            document = everything(Cast())
        yield document.pk


@pytest.fixture
def document(everything_made: UUID, db: None) -> Document:
    """The notice of that world."""
    with set_up():
        return Document.objects.get(pk=everything_made)
