"""The web server's entry. Outside demo mode it refuses to start with demo links, or without a way for mail."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koalicja.settings")
application = get_wsgi_application()

from koalicja.backroom.carriers import demand_configuration  # noqa: E402 - the apps must be ready first
from koalicja.people.sign_in import refuse_demo_links_in_production  # noqa: E402 - the apps must be ready first

refuse_demo_links_in_production()
demand_configuration()
