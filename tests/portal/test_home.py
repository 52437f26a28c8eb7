"""Home: each post finds its acts, sees what is red and what waits for others, and nobody sees more than they may."""

from __future__ import annotations

import pytest

from tests.conftest import client_of


def page_of(viewer, path="/"):
    answer = client_of(viewer).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


ROLES = ["regulator", "officer", "keeper", "director", "dentist", "system_admin", "commission_leader"]


@pytest.mark.parametrize("role", ROLES)
def test_a_home_with_nothing_to_do_says_so(cast, role):
    assert "现在没有轮到你的事" in page_of(getattr(cast, role))
