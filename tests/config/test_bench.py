"""What the bench measures is what people do: its crowd is really signed in."""

from __future__ import annotations

from django.test import Client

from weian.config.commands.bench import crowding


def test_the_crowd_sees_pages_of_its_own(apart: str) -> None:
    cookies = crowding.signed_in(3)
    assert len(set(cookies)) == 3
    for cookie in cookies:
        assert [Client(headers={"cookie": cookie}).get(at).status_code for at in crowding.PAGES[:2]] == [200, 200]
