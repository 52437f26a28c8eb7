"""The variables of the environment that the product reads: docs/environment.md is made from this."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """`inner`: the product sets it for its own processes."""

    name: str
    default: str
    means: str
    inner: bool = False


VARIABLES = (
    Variable(
        "WEIAN_VAR", "`./var`", "Folder of the instance: database (if embedded), evidence, secret key, page files."
    ),
    Variable("WEIAN_DATABASE_URL", "embedded PostgreSQL", "Your own PostgreSQL, as `weian_login`."),
    Variable("WEIAN_OWNER_URL", "", "The same database as `weian_owner`; needed to prepare and upgrade only."),
    Variable(
        "WEIAN_SECRET_KEY", "made once, in `WEIAN_VAR/secret_key`", "Signs sessions. Changing it signs everybody out."
    ),
    Variable("WEIAN_HOSTS", "this machine's names", "Names that the site answers to, comma-separated."),
    Variable("WEIAN_TLS", "0", "1 behind a TLS proxy: `__Host-` cookies, HSTS; trusts `X-Forwarded-Proto`."),
    Variable(
        "WEIAN_PROXIES", "0", "How many proxies stand in front: tries to sign in then count by `X-Forwarded-For`."
    ),
    Variable(
        "WEIAN_LOG", "line", "`json`: one JSON line for each answer and fault on stderr, nothing personal in any."
    ),
    Variable("WEIAN_LOG_LEVEL", "WARNING", "Lowest level that is logged."),
    Variable(
        "WEIAN_METRICS_TOKEN", "", "Bearer token for `/metrics` from elsewhere; without it from this machine only."
    ),
    Variable(
        "WEIAN_LAN", "", "`1` for a trial on the local network; `weian run --lan` sets it (TLS of its own making)."
    ),
    Variable("WEIAN_BACKUP_URL", "", "Your own PostgreSQL as `weian_backup`, for `weian backup`."),
    Variable(
        "WEIAN_BACKUP_PASSPHRASE", "", "Seals a backup and opens a sealed one; a file is better: `--passphrase-file`."
    ),
    Variable("WEIAN_SUPERUSER_URL", "", "Your own PostgreSQL as a superuser, for `weian restore` only."),
    Variable("WEIAN_BACKUPS", "", "Folder of the backups, whose age `/metrics` tells."),
    Variable("WEIAN_FONT_DIRS", "", "Folders with licensed 仿宋 and 小标宋, looked at first; joined by `:`."),
    Variable("WEIAN_DEBUG", "0", "1 only where it is developed: faults are shown in the browser."),
    Variable("WEIAN_NO_POOL", "0", "1: one connection a thread instead of a pool.", inner=True),
    Variable(
        "WEIAN_SERVING", "0", "1 where pages are served: hashed page files, a secret key must be there.", inner=True
    ),
    Variable("WEIAN_AS_OWNER", "0", "1 while migrations run.", inner=True),
)
