"""An embedded PostgreSQL: found, initialised, started, kept alive and stopped by ourselves.

    cluster = Cluster(Path("var/postgres")).ensure_running()
    cluster.createdb("weian", owner="weian_owner")
    DATABASES = {"default": cluster.django("weian_login", "weian")}

The server listens on a private Unix socket only; anything off-host means a real
PostgreSQL and WEIAN_DATABASE_URL.
"""

from .cluster import Cluster, Status
from .errors import EmbeddedError

__all__ = ["Cluster", "EmbeddedError", "Status"]
