"""How far a job is inside its one transaction, where whatever it writes to its own row shows only at the end.

On PostgreSQL it is told over a second connection, in a row of its own, for the job's is locked. SQLite has one writer
at a time, and that is the transaction: there it is a small file in KOALICJA_VAR, for all its processes share a machine.
Nothing is decided by what stands here: it may be late or lost, no fence reads it, and of another attempt it counts as
nothing.
"""

import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from koalicja.backroom.models import Interim, Job

log = logging.getLogger(__name__)

SAY = """
    INSERT INTO backroom_interim (job, attempt, said) VALUES (%s, %s, %s)
    ON CONFLICT (job) DO UPDATE SET attempt = excluded.attempt, said = excluded.said
"""
FORGET = "DELETE FROM backroom_interim WHERE job = %s"


class Notes:
    """What one attempt says from inside its transaction. Trouble here is logged once and never stops the work."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._place: _Row | _File | None = None
        self._is_broken = False

    def say(self, **said: Any) -> None:
        """Make `said` (values of the job's fields) readable by everybody else now."""
        if self._is_broken:
            return
        try:
            self._place = self._place or (_Row() if is_in_rows() else _File())
            self._place.write(self._job, said)
        except (OSError, DatabaseError):
            log.warning("job %s: how far it is could not be told", self._job.pk, exc_info=True)
            self._is_broken = True

    def forget(self) -> None:
        """The transaction is over: the job's own row speaks again."""
        if self._place is None:
            return
        try:
            self._place.remove(self._job)
        except (OSError, DatabaseError):
            log.warning("job %s: what it told could not be removed", self._job.pk, exc_info=True)
        self._place = None


def is_in_rows() -> bool:
    return connection.vendor == "postgresql"


class _Row:
    """A row written at once, outside the transaction of the thread's own connection."""

    def __init__(self) -> None:
        self._connection = connection.copy()

    def write(self, job: Job, said: dict[str, Any]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(SAY, [job.pk, job.attempts, json.dumps(said)])

    def remove(self, job: Job) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(FORGET, [job.pk])
        finally:
            self._connection.close()


class _File:
    """A file that is replaced whole, so that no reader finds half of it."""

    def write(self, job: Job, said: dict[str, Any]) -> None:
        path = path_of(job.pk)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"attempt": job.attempts, "said": said}), encoding="utf-8")
        os.replace(fresh, path)

    def remove(self, job: Job) -> None:
        path_of(job.pk).unlink(missing_ok=True)


def path_of(pk: int) -> Path:
    """Where the file of the job with this key lies."""
    return Path(settings.VAR_DIR) / "jobs" / f"{pk}.json"


def fresh(jobs: Iterable[Job]) -> list[Job]:
    """These jobs as they are now: a running one knows what it says from inside its transaction. Never save them."""
    jobs = list(jobs)
    running = {job.pk: job for job in jobs if job.state == Job.State.RUNNING}
    for pk, (attempt, said) in (_said_in_rows(running) if is_in_rows() else _said_in_files(running)).items():
        if attempt == running[pk].attempts:
            for name, value in said.items():
                setattr(running[pk], name, value)
    return jobs


Said = dict[int, tuple[int, dict[str, Any]]]


def _said_in_rows(keys: Iterable[int]) -> Said:
    keys = list(keys)
    rows = Interim.objects.filter(pk__in=keys) if keys else ()
    return {row.job: (row.attempt, row.said) for row in rows}


def _said_in_files(keys: Iterable[int]) -> Said:
    found: Said = {}
    for pk in keys:
        try:
            told = json.loads(path_of(pk).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        found[pk] = told["attempt"], told["said"]
    return found


def sweep() -> None:
    """Remove what killed workers left: nothing that belongs to a job still open."""
    is_open = set(Job.objects.filter(state__in=Job.OPEN).values_list("pk", flat=True))
    Interim.objects.exclude(pk__in=is_open).delete()
    for path in path_of(0).parent.glob("*.json"):
        if not path.stem.isdigit() or int(path.stem) not in is_open:
            path.unlink(missing_ok=True)
