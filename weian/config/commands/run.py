"""`weian run`: all that a newcomer needs, under one parent. A second start takes seconds; stopping leaves nothing."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from weian.config import environment, foreign, lan, migrating

PACKAGE = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="weian run", description="启动卫安")
    parser.add_argument("--demo", action="store_true", help="演示环境：虚构的机构与人员，角色一键登录")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--lan", action="store_true", help="在局域网上用自签证书的 HTTPS 打开，手机可以试")
    options = parser.parse_args(argv)
    if options.demo and "WEIAN_VAR" not in os.environ:
        os.environ["WEIAN_VAR"] = str(environment.var() / "demo")  # never beside real data
    address = _on_network() if options.lan else ""
    token = make_ready(demo=options.demo)
    if token is None:
        return 1
    from weian.config import processes

    def ready(url: str) -> None:
        _say_ready(url, token)
        if address:
            print(lan.say(url), flush=True)

    made = lan.certificate(environment.var() / "lan", address) if address else None
    code = processes.serve(
        host=address or options.host, port=options.port, tls=(made.cert, made.key) if made else None, ready=ready,
        tend=environment.tend,
    )  # fmt: skip
    environment.release()
    return code


def _on_network() -> str:
    """The address on the local network; what the settings have to know of it goes into the environment."""
    address = lan.own_address()
    os.environ["WEIAN_TLS"] = "1"
    os.environ["WEIAN_HOSTS"] = f"127.0.0.1,localhost,{address}"
    os.environ["WEIAN_LAN"] = "1"
    return address


def make_ready(*, demo: bool) -> str | None:
    """Database, schema, page files, content, and what a first start needs.

    Returns the token of a first start or an empty text; None where the instance is of the other kind.
    """
    environment.prepare()
    os.environ["WEIAN_SERVING"] = "1"
    bring_up_to_date()
    environment.load_django()
    if not _right_kind(demo):
        return None
    return (None if demo else _first_run_token()) or ""


def bring_up_to_date() -> None:
    """Schema, static files and content, each only if its sources changed since the last start."""
    bring_schema()
    if _changed("static", static := list(PACKAGE.glob("**/static/**/*"))):
        print("正在准备页面……", flush=True)
        _manage("collectstatic", "--no-input", "--clear", "--verbosity", "0")
        _remember("static", static)
    bring_content()


def bring_schema() -> None:
    """The tables of this version, whatever version the database comes from."""
    database = os.environ["WEIAN_DATABASE_URL"]
    if _changed("schema", schema := _schema(), database):
        print("正在整理数据库……", flush=True)
        owner = os.environ.get("WEIAN_OWNER_URL") or _missing_owner()
        try:
            foreign.check_owner(owner)
        except foreign.Unfit as error:
            sys.exit(str(error))
        migrating.migrate(owner)
        _remember("schema", schema, database)


def bring_content() -> None:
    """The content packs of this version beside those that are loaded."""
    database = os.environ["WEIAN_DATABASE_URL"]
    if _changed("content", content := _content(), database):
        subprocess.run([sys.executable, "-m", "weian.config.cli", "packs", "load"], check=True)
        _remember("content", content, database)


def take_as_brought() -> None:
    """The database is a copy of one that has the schema and the content of this version."""
    database = os.environ["WEIAN_DATABASE_URL"]
    _remember("schema", _schema(), database)
    _remember("content", _content(), database)


def _schema() -> list[Path]:
    return [*PACKAGE.glob("**/migrations/*.py"), *PACKAGE.glob("config/sql/*.sql")]


def _content() -> list[Path]:
    return list(PACKAGE.glob("content/**/*.yaml"))


def _right_kind(demo: bool) -> bool:
    from weian.foundation.org.models import Instance
    from weian.foundation.people.actions.first_run import found

    instance = Instance.objects.first()
    if instance is None and demo:
        from weian.config.commands import demo as building

        building.build()
    elif instance is None:
        from weian.foundation.audit import api as audit

        with audit.acting_as_system("首次启动"):
            found(is_demo=False)
    elif instance.is_demo != demo:
        kind = "演示" if instance.is_demo else "正式"
        print(f"这里的数据属于{kind}环境，两种环境不能互换。请用 WEIAN_VAR 另指一个文件夹。", file=sys.stderr)
        return False
    return True


def _first_run_token() -> str | None:
    from weian.foundation.audit import api as audit
    from weian.foundation.org.models import Unit
    from weian.foundation.people.actions.accounts import invite
    from weian.foundation.people.models import Invitation

    if Unit.objects.exists():
        return None
    with audit.acting_as_system("首次启动") as system:
        Invitation.objects.filter(purpose=Invitation.Purpose.FIRST_RUN, used_at=None).delete()
        return invite(Invitation.Purpose.FIRST_RUN, by=system)


def _say_ready(url: str, token: str) -> None:
    if token:
        way_in = f"{url}accounts/first-run/{token}/"
        print(f"第一次启用，请打开（7 天内有效，只能用一次）：\n  {way_in}", flush=True)
    else:
        print(f"卫安已启动：{url}   （Ctrl-C 停止）", flush=True)


def _changed(name: str, sources: Iterable[Path], *also: str) -> bool:
    mark = environment.var() / f"{name}.digest"
    return not mark.exists() or mark.read_text() != _digest(sources, also)


def _remember(name: str, sources: Iterable[Path], *also: str) -> None:
    (environment.var() / f"{name}.digest").write_text(_digest(sources, also))


def _digest(sources: Iterable[Path], also: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(one for one in sources if one.is_file()):
        digest.update(str(path).encode() + path.read_bytes())
    # The socket's folder changes with each start of the embedded server; the database's identity does not.
    digest.update("".join(one.split("?")[0] for one in also).encode())
    return digest.hexdigest()


def _manage(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "weian.config.cli", "manage", *words], check=True)


def _missing_owner() -> str:
    sys.exit("用 WEIAN_DATABASE_URL 时还要 WEIAN_OWNER_URL（weian_owner 的连接）才能建表。见 docs/deployment.md。")
