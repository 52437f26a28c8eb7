"""A file goes to who may see its owner, and never acts as a page of this site."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import client_of
from tests.foundation.evidence import corpus
from tests.foundation.evidence.test_keeping import keep
from weian.foundation.evidence.models import Attachment

PAGES = ("file", "file-view", "file-thumb")


def photo(cast: Cast, gated: set[tuple[object, object]]) -> Attachment:
    kept = keep(cast.keeper, corpus.image())
    gated.add((kept.owner_uid, cast.officer.person.pk))
    return kept


@pytest.mark.parametrize("page", PAGES)
def test_who_sees_the_owner_gets_the_file_fenced_in(cast: Cast, gated: set, page: str) -> None:  # type: ignore[type-arg]
    answer = client_of(cast.officer).get(reverse(page, args=[photo(cast, gated).uid]))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("page", PAGES)
def test_who_does_not_see_the_owner_learns_nothing(cast: Cast, gated: set, page: str) -> None:  # type: ignore[type-arg]
    there, nowhere = photo(cast, gated).uid, uuid4()
    client = client_of(cast.outsider_officer)
    refused, absent = client.get(reverse(page, args=[there])), client.get(reverse(page, args=[nowhere]))
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert _plain(refused.content, there) == _plain(absent.content, nowhere)


def test_the_uploader_has_no_right_of_their_own(cast: Cast, gated: set) -> None:  # type: ignore[type-arg]
    assert client_of(cast.keeper).get(photo(cast, gated).get_absolute_url()).status_code == 404


def test_a_known_tag_does_not_open_what_may_not_be_seen(cast: Cast, gated: set) -> None:  # type: ignore[type-arg]
    kept = photo(cast, gated)
    seen = client_of(cast.officer).get(kept.get_absolute_url())
    list(seen.streaming_content)
    tag = {"if-none-match": seen["ETag"]}
    assert client_of(cast.officer).get(kept.get_absolute_url(), headers=tag).status_code == 304
    assert client_of(cast.outsider).get(kept.get_absolute_url(), headers=tag).status_code == 404


def test_a_kind_without_a_gate_is_shown_to_nobody(cast: Cast) -> None:
    kept = keep(cast.keeper, corpus.image(), owner_kind="nobody-registered-this")
    assert client_of(cast.officer).get(kept.get_absolute_url()).status_code == 404


def test_without_signing_in_one_is_sent_to_the_door(cast: Cast, gated: set, client) -> None:  # type: ignore[type-arg, no-untyped-def]
    answer = client.get(photo(cast, gated).get_absolute_url())
    assert answer.status_code == 302


def test_a_document_is_a_download_and_has_no_view(cast: Cast, gated: set) -> None:  # type: ignore[type-arg]
    kept = keep(cast.keeper, "会议记录".encode(), "记录.html")
    gated.add((kept.owner_uid, cast.officer.person.pk))
    client = client_of(cast.officer)
    answer = client.get(kept.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment; ") and "html" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    list(answer.streaming_content)
    assert client.get(reverse("file-view", args=[kept.uid])).status_code == 404
    assert client.get(reverse("file-thumb", args=[kept.uid])).status_code == 404


def _plain(page: bytes, uid: UUID) -> bytes:
    """A page without the asked address and the token that differs on every page."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", page.replace(str(uid).encode(), b""))
