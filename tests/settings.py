"""Settings of the tests: the product's own, on a database that tests/database.py makes when it is first needed."""

import atexit
import os
import shutil
import tempfile

os.environ["WEIAN_NO_POOL"] = "1"  # tests in this process share one connection; the journeys try the pool
os.environ["WEIAN_VAR"] = tempfile.mkdtemp(prefix="weian-test-")
os.makedirs(os.path.join(os.environ["WEIAN_VAR"], "static"))
os.environ["WEIAN_DATABASE_URL"] = "postgresql://weian_login@localhost/not-made-yet"

atexit.register(shutil.rmtree, os.environ["WEIAN_VAR"], ignore_errors=True)

from weian.config.settings import *  # noqa: E402, F403
