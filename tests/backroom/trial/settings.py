"""Settings of worker processes under test: the product's own, a short lease, and the trial kinds of job."""

from koalicja.settings import *  # noqa: F403
from koalicja.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.backroom.trial"]
JOBS_LEASE_SECONDS = 2
