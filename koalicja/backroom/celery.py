"""The distributed back end. Celery only carries the message "do job N"; the row in the database stays the truth.

Start workers with `celery -A koalicja.backroom.celery worker`, and one `koalicja worker` for housekeeping and for jobs
whose message was lost on the way. This module is imported before Django is set up: it knows no models at its top.
"""

import logging
import os
from typing import Any

from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koalicja.settings")
log = logging.getLogger(__name__)

app = Celery("koalicja", broker=settings.REDIS_URL, set_as_current=False)
app.conf.update(
    broker_connection_retry_on_startup=True,
    # A message is delivered again soon after its worker died; a job still held is only asked after, never done twice.
    broker_transport_options={
        "visibility_timeout": 2 * getattr(settings, "JOBS_LEASE_SECONDS", 30),
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 3,
    },
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    timezone=settings.TIME_ZONE,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
)


@app.task(name="koalicja.run_job", bind=True, max_retries=None)  # type: ignore[untyped-decorator]  # Celery has no types
def run_job(self: Any, pk: int) -> None:
    """Do the job, or ask again when the lease of the worker that has it would be over."""
    from koalicja.backroom import worker

    if seconds := worker.run_job(pk):
        raise self.retry(countdown=seconds)


def ring(pk: int) -> None:
    """Tell Celery's workers of a job. Where the broker does not answer, `koalicja worker` finds the job later."""
    try:
        app.send_task("koalicja.run_job", args=[pk], retry=False)
    except OperationalError:
        log.warning("the broker did not answer; job %s waits for `koalicja worker`", pk)
