"""Settings of worker processes under test: the product's own, a short lease (a longer one where workers are many and
none is killed: a busy machine must not look like a dead worker), trial kinds of job, mail to a server."""

import os

from koalicja.settings import *  # noqa: F403
from koalicja.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.backroom.trial"]
JOBS_LEASE_SECONDS = float(os.environ.get("TRIAL_LEASE", "2"))
MAIL_TO_PAGE = False
MAIL_PAUSES_MINUTES = (0.01, 0.02, 0.03)
EMAIL_TIMEOUT = float(os.environ.get("TRIAL_EMAIL_TIMEOUT", "300"))
