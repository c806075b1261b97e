"""How far a job is inside its one transaction, where whatever it writes to its own row shows only at the end.

On PostgreSQL it is told over a second connection, in a row of its own, for the job's is locked. SQLite has one writer
at a time, and that is the transaction: there it is a small file in KOALICJA_VAR, for all its processes share a machine.
Nothing is decided by what stands here: it may be late or lost, no fence reads it, and of another attempt it counts as
nothing. The same way, in the other direction, goes the wish to stop such a job: its own row cannot take it.
"""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from koalicja.backroom.models import Interim, Job, StopAsked

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
        _put(path_of(job.pk), {"born": _born(job), "attempt": job.attempts, "said": said})

    def remove(self, job: Job) -> None:
        path_of(job.pk).unlink(missing_ok=True)


def path_of(pk: int) -> Path:
    """Where the file of the job with this key lies."""
    return Path(settings.VAR_DIR) / "jobs" / f"{pk}.json"


def _stop_path(pk: int) -> Path:
    return path_of(pk).with_suffix(".stop")


def _born(job: Job) -> str:
    """What tells the job from one of the same number in an older database that had the same folder."""
    return job.created_at.isoformat()


def _put(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(told), encoding="utf-8")
    os.replace(new, path)


def _told(path: Path, job: Job) -> dict[str, Any] | None:
    """What the file says of this very job."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and told.get("born") == _born(job) else None


@dataclass(frozen=True, slots=True)
class StopWish:
    """Somebody asked to stop the job: the key of the user."""

    by: int | None


def ask_to_stop(job: Job, *, by: int | None) -> None:
    """Leave word for the job's transaction to be rolled back. Raises OSError where no file can be written."""
    if is_in_rows():
        StopAsked.objects.update_or_create(pk=job.pk, defaults={"by": by})
    else:
        _put(_stop_path(job.pk), {"born": _born(job), "by": by})


def stop_asked(job: Job) -> StopWish | None:
    """Whether somebody has asked so by now; a transaction that is open sees it too."""
    if is_in_rows():
        found = StopAsked.objects.filter(pk=job.pk).first()
        return StopWish(found.by) if found else None
    told = _told(_stop_path(job.pk), job)
    return StopWish(told["by"]) if told else None


def fresh(jobs: Iterable[Job]) -> list[Job]:
    """These jobs as they are now: a running one knows what it says from inside its transaction. Never save them."""
    jobs = list(jobs)
    running = {job.pk: job for job in jobs if job.state == Job.State.RUNNING}
    told = _said_in_rows(running) if is_in_rows() else _said_in_files(running.values())
    for pk, (attempt, said) in told.items():
        if attempt == running[pk].attempts:
            running[pk].tells_from_inside = True
            for name, value in said.items():
                setattr(running[pk], name, value)
    return jobs


Said = dict[int, tuple[int, dict[str, Any]]]


def _said_in_rows(keys: Iterable[int]) -> Said:
    keys = list(keys)
    rows = Interim.objects.filter(pk__in=keys) if keys else ()
    return {row.job: (row.attempt, row.said) for row in rows}


def _said_in_files(jobs: Iterable[Job]) -> Said:
    told = ((job.pk, _told(path_of(job.pk), job)) for job in jobs)
    return {pk: (found["attempt"], found["said"]) for pk, found in told if found}


def sweep() -> None:
    """Remove what killed workers left: nothing that belongs to a job still open."""
    is_open = set(Job.objects.filter(state__in=Job.OPEN).values_list("pk", flat=True))
    for model in (Interim, StopAsked):
        model._default_manager.exclude(pk__in=is_open).delete()
    for path in path_of(0).parent.glob("*"):
        number = path.name.partition(".")[0]
        if path.suffix == ".new" or not number.isdigit() or int(number) not in is_open:
            path.unlink(missing_ok=True)
