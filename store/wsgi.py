"""The shop as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "store.settings")  # noqa: TID251 - Django reads it from here
application = get_wsgi_application()
