"""Settings of the tests: the product's own, on a database that tests/database.py makes when it is first needed."""

import os
import tempfile

os.environ["WEIAN_NO_POOL"] = "1"  # in-process tests share one connection; the journeys run the real server with its pool
os.environ["WEIAN_VAR"] = tempfile.mkdtemp(prefix="weian-test-")
os.makedirs(os.path.join(os.environ["WEIAN_VAR"], "static"))
os.environ["WEIAN_DATABASE_URL"] = "postgresql://weian_login@localhost/not-made-yet"

from weian.config.settings import *  # noqa: E402, F403
