"""Your own PostgreSQL (WEIAN_DATABASE_URL): whether it can carry the product, asked in words before anything is done.

The embedded server is as the product made it. Here somebody else made it by docs/deployment.md, and what was forgotten
there would show much later: as a page that breaks, or as row security that holds nobody back.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

OLDEST = 15  # major version: the oldest that was tried, and the oldest that is still looked after
PATIENCE = 5  # seconds for one try to connect
PAUSE = 2.0  # seconds between two tries
SQL = Path(__file__).with_name("sql")
GUIDE = "见 docs/deployment.md“On your own PostgreSQL”一节。"
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", re.S)

_SERVER = """
SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_encoding_to_char(encoding)
FROM pg_database WHERE datname = current_database()"""
_OWNER = "SELECT current_user, has_schema_privilege('public', 'CREATE')"
_LOGIN = """
SELECT me.rolsuper OR me.rolbypassrls, pg_has_role(other.oid, 'MEMBER'), pg_has_role(other.oid, 'USAGE')
FROM pg_roles me LEFT JOIN pg_roles other ON other.rolname IN ('weian_app', 'weian_guest', 'weian_system')
WHERE me.rolname = current_user"""
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)"
_RIGHTS = "SELECT count(*) FROM pg_default_acl WHERE defaclrole = (SELECT oid FROM pg_roles WHERE rolname = %s)"


class Unfit(RuntimeError):
    """This server cannot carry the product as it is; the message is for the person who runs it."""


class Away(Unfit):
    """It does not answer, or lets nobody in."""


def check_login(url: str) -> None:
    """What pages and jobs stand on. Raises Unfit, and Away where the server cannot be asked."""
    with _connected(url, "WEIAN_DATABASE_URL") as db:
        _check_server(db)
        rows = db.execute(_LOGIN).fetchall()
        if rows[0][0]:
            raise Unfit(
                "WEIAN_DATABASE_URL 的账户是超级用户或能绕过行级安全，数据隔离会失效。请改用 weian_login。" + GUIDE
            )
        if len(rows) < 3 or not all(row[1] for row in rows):
            raise Unfit(
                "WEIAN_DATABASE_URL 的账户没有卫安的角色。请以超级用户执行 roles.sql，并用 weian_login。" + GUIDE
            )
        if any(row[2] for row in rows):
            raise Unfit(
                "WEIAN_DATABASE_URL 的账户自动继承卫安的角色，数据隔离会失效。请以超级用户执行 roles.sql。" + GUIDE
            )


def check_owner(url: str) -> None:
    """What `weian prepare` stands on: what a superuser does by hand was done, also after an upgrade that changed it.

    Raises Unfit and Away.
    """
    with _connected(url, "WEIAN_OWNER_URL") as db:
        _check_server(db)
        row = db.execute(_OWNER).fetchone()
        assert row is not None
        if row[0] != "weian_owner":
            raise Unfit(f"WEIAN_OWNER_URL 应是 weian_owner，现在是 {row[0]}。" + GUIDE)
        if not row[1]:
            raise Unfit("weian_owner 不能在这个库里建表。请以超级用户执行 database.sql。" + GUIDE)
        if forgotten := list(_forgotten(db)):
            files = "、".join(forgotten)
            raise Unfit(
                f"这个库还没有执行（或升级后没有重新执行）{files}。请以超级用户在 {SQL} 里执行后再启动。" + GUIDE
            )


def wait(url: str, seconds: float, say: Callable[[str], None]) -> None:
    """Until the server answers, `seconds` at most: after a power cut it may come back later than this machine."""
    limit, said = time.monotonic() + seconds, False
    while True:
        try:
            with _connected(url, "WEIAN_DATABASE_URL"):
                return
        except Away as error:
            if time.monotonic() > limit:
                raise
            if not said:
                say(f"{error} 继续等待。")
            said = True
        time.sleep(PAUSE)


def _connected(url: str, variable: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(make_conninfo(url, connect_timeout=PATIENCE), autocommit=True)
    except psycopg.ProgrammingError as error:
        raise Unfit(
            f"{variable} 写得不对：应像 postgresql://用户:口令@主机:5432/weian 这样，特殊字符写成 %40 的形式。"
        ) from error
    except psycopg.OperationalError as error:
        said = str(error).partition("Multiple connection attempts failed")[0]  # then the same again for each address
        words = " ".join(said.split()) or type(error).__name__
        raise Away(f"{variable} 指定的 PostgreSQL 连不上：{words}") from error


def _check_server(db: psycopg.Connection[Any]) -> None:
    row = db.execute(_SERVER).fetchone()
    assert row is not None
    number, version, encoding = row
    if number // 10000 < OLDEST:
        raise Unfit(f"这台 PostgreSQL 是 {version}，卫安需要 {OLDEST} 或更新的版本。请升级 PostgreSQL。")
    if encoding != "UTF8":
        raise Unfit(f"这个库的编码是 {encoding}，卫安需要 UTF8。请重新建库。" + GUIDE)


def _forgotten(db: psycopg.Connection[Any]) -> Iterator[str]:
    """The files whose work is not found in the database as this version wants it."""
    if not _value(db, _RIGHTS, "weian_owner"):
        yield "database.sql"
    wanted = _functions()
    there: dict[str, str] = dict(db.execute(_FUNCTIONS, [[name for _, name in wanted]]).fetchall())
    yield from dict.fromkeys(file for (file, name), body in wanted.items() if there.get(name) != body)


@cache
def _functions() -> dict[tuple[str, str], str]:
    """The functions that belong to weian_system, as (file, name), and their bodies."""
    return {
        (name, found[1]): found[2]
        for name in ("tree.sql", "search.sql")
        for found in _FUNCTION.finditer((SQL / name).read_text("utf-8"))
    }


def _value(db: psycopg.Connection[Any], query: str, *values: str) -> Any:
    row = db.execute(query, values).fetchone()
    return row[0] if row else None
