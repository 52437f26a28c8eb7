"""A session that cannot be kept because the database is away is no session that somebody has ended."""

from __future__ import annotations

from django.db import OperationalError, connection

from tests.cast import Cast
from tests.conftest import client_of


def test_a_database_that_goes_away_at_the_end_of_a_request_is_answered_with_503(cast: Cast) -> None:
    client = client_of(cast.keeper)
    client.raise_request_exception = False

    def away(execute: object, sql: str, params: object, many: bool, context: object) -> None:
        if sql.startswith("UPDATE") and "session" in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)  # type: ignore[operator]

    with connection.execute_wrapper(away):
        assert client.get("/m/").status_code == 503
    assert client.get("/m/").status_code == 200
