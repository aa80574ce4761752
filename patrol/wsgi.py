"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
application = get_wsgi_application()

# What is loaded stays: the collector need not walk through it again with every few requests, and what the server's
# processes share they go on sharing. A request makes some ten thousand objects, nearly all without circles.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
