"""The web server's entry. It refuses to start with demo links outside demo mode."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koalicja.settings")
application = get_wsgi_application()

from koalicja.people.sign_in import refuse_demo_links_in_production  # noqa: E402 - the apps must be ready first

refuse_demo_links_in_production()
