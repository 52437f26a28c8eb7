"""What granian serves."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from weian.config import environment
from weian.config.children import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weian.config.settings")
if os.environ.get("WEIAN_SERVING") == "1":
    # granian starts these; killed, it must not leave them with the port and the database.
    follow_parent(signal.SIGTERM)

application = get_wsgi_application()
environment.settle()
