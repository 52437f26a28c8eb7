"""A whole instance in one file, and back: database, evidence, key.

`taking` writes the archive, `restoring` brings it back, `archive` is its form, `sealing` its encryption, `servers` the
databases and `programs` what PostgreSQL itself brings to dump them.
"""

from weian.config.backup.errors import BackupError
from weian.config.backup.restoring import restore
from weian.config.backup.servers import Server, server_of_environment
from weian.config.backup.taking import take

__all__ = ["BackupError", "Server", "restore", "server_of_environment", "take"]
